import { agesBefore, type LanguageRule } from './rule.ts';

const HAN = '\\p{Script=Han}';
/** Family names that most people have, in both ways of writing; those that are little words too (于, 方, 向) are left to cues. */
const FAMILY =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范廖贾夏韦付傅邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵钱严覃武戴莫孔汤張劉陳楊黃趙吳孫馬鄭謝許韓馮鄧蕭葉蘇魏呂盧鍾譚陸賈韋鄒龍賀顧龔錢嚴湯';
/** Rarer ones: only after a cue or before a title, where a name has to stand. */
const RARER =
  '聂文卓麻简包鲁麦章祝安康伍卜齐符翁柯欧岳温詹单盛童辛倪游耿焦申阮纪舒屈项柳裴季窦宁柴车习鲍凌霍翟燕褚娄甘左苗殷葛庞兰颜丘涂庄于方石白金万向常乐时穆骆芦关牛鲁牟谷路党边冉晏商缪臧闵解强阳桂';
const COMPOUND = '欧阳|上官|司马|诸葛|皇甫|尉迟|公孙|慕容|司徒|令狐|歐陽|司馬|諸葛|尉遲|公孫';
/** Signs of which given names are mostly made. */
const GIVEN =
  '明红丽强芳华军兰英燕玲娟静敏霞平刚伟杰涛勇婷琳雪云倩莉娜佳宇晴薇慧颖洁璐萱涵轩浩博峰鹏辉超凯秀梅桂珍玉凤国建志文海林春东晓小亮斌磊洋艳萍欣怡思雨梓子俊豪晨阳宁波飞翔旭瑞嘉诗雅琪瑶菲彤曼婉淑惠贞美龙虎彬健康鑫森淼焱垚坤昊天成德永庆福荣祥吉安志宏伟民中生贵昌兴旺麗偉傑強華軍蘭靜剛勇雲慧穎潔輝鵬國建曉亮艷豪陽寧飛翔';
/** Signs that given names have as well, and ordinary words more often: only after a relation. */
const GIVEN_TOO =
  '治鸿煊远航中绍霖雯钰岚馨怀锦泽睿炫烨熠皓弘致立诚哲瀚懿然君果越冬雁语嫣妍曦芸菡梦琴莎桐楠枫柏松竹菊荷莲蓉芬芝茜茵茹蕾青山川江河湖澜润清源儒学义仁信礼智正毅勤孝忠良友朋才胜利达鸣夏秋凤燕巧玥玟琼珊瑜瑾璇珏颜嫦娥妮媛姗娇婵婧';
/** What a name is not followed by as a part of it: particles, pronouns, verbs and times. */
const SMALL =
  '的了是在和说也就都很不会有想要去来对给把被跟与因最今昨上下吗呢吧啊呀您你我他她它这那但而或及等为从向到让请再还又已正将可能没该并所以如果被说叫给對與來說會這還沒個們个们时，';
/** What may stand before a name that no cue introduces. */
const BEFORE = `(?<=^|[^${HAN}]|[和跟与是给对向叫问找请见的了在把被让说谢對與給謝])`;
const AFTER = `(?=$|[^${HAN}]|[${SMALL}])`;
/** Words that begin as names do. */
const WORDS =
  '什么|什麼|谁|关于|关系|关心|关注|牛奶|谢谢|謝謝|感谢|高兴|高明|高强|高峰|高中|高考|高度|高等|高级|高興|周末|周围|周期|周到|周一|周二|周三|周四|周五|周六|周日|周天|马上|马路|馬上|江山|安静|许多|許多|任何|任务|程度|程序|成功|夏天|毛病|严重|嚴重|何必|何况|曾经|曾經|龙虎|武断|钱财|田地|马虎|胡说|胡思|任性|任意|范围|史上|雷声|孔子|孟子|常常';
/** The second sign of thanks is no family name. */
const NOT_WORD = `(?!${WORDS}|(?<=[谢謝])[谢謝])`;

const CUE =
  '(?:[Mm]y name is|I am|I[’\']m|[Tt]his is|[Nn]ame:|[Dd]ear|真名|我是|这是|這是|(?:患者|病人|来访者|來訪者|求助者|来询者|联系人|聯絡人|监护人|家属|签名|医生|醫生|医师|咨询师|諮詢師|主治医师|负责人))[:： “"]{0,3}';
const RELATION =
  '(?:丈夫|老公|妻子|老婆|爱人|儿子|女儿|兒子|女兒|朋友|闺蜜|同学|同學|同事|室友|男友|女友|哥哥|弟弟|姐姐|妹妹|爸爸|妈妈|父亲|母亲|老师|領導|领导|邻居|孩子|宝宝|前任|上司|表哥|表姐|堂弟|舍友)(?:名叫|叫做|叫|是|[:：])?';
const TITLE =
  '(?:先生|女士|小姐|太太|医生|醫生|大夫|老师|老師|教授|同学|同學|主任|护士|護士|经理|經理|阿姨|叔叔|师傅|律师|咨询师|諮詢師|心理师|院长|校长|主管|警官|医师|爷爷|奶奶|大哥|大姐)';
/** After `my name is` whatever stands there is one. */
const NAMED =
  '(?:我叫|名叫|叫做|名字是|名字叫|本名叫?|(?:患者|来访者|來訪者|病人|客户)?姓名(?:是|为|為)?|(?:预约|联系|聯絡|紧急联系|监护)人(?:姓名)?(?:是)?)[:： “"]{0,3}';
const FULL = `(?:(?:${COMPOUND})(?:(?![${SMALL}])${HAN}){1,2}|[${FAMILY}${RARER}](?:(?![${SMALL}])${HAN}){1,2})`;

const PROVINCES =
  '河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆';
const CITIES =
  '北京|上海|天津|重庆|广州|深圳|杭州|南京|武汉|成都|西安|苏州|郑州|长沙|东莞|青岛|沈阳|宁波|昆明|佛山|合肥|福州|厦门|哈尔滨|济南|温州|长春|石家庄|南宁|贵阳|南昌|太原|烟台|嘉兴|南通|金华|珠海|惠州|徐州|海口|乌鲁木齐|绍兴|中山|台州|兰州|潍坊|保定|镇江|扬州|桂林|唐山|三亚|湖州|呼和浩特|廊坊|洛阳|威海|盐城|临沂|江门|汕头|泰州|漳州|邯郸|济宁|芜湖|淄博|银川|柳州|绵阳|湛江|鞍山|赣州|大庆|宜昌|包头|咸阳|秦皇岛|株洲|莆田|吉林市|淮安|肇庆|宁德|衡阳|南平|连云港|丹东|丽江|揭阳|延边|舟山|九江|龙岩|沧州|抚顺|襄阳|上饶|营口|三明|蚌埠|丽水|岳阳|清远|荆州|泰安|衢州|盘锦|东营|南阳|马鞍山|南充|西宁|孝感|齐齐哈尔|香港|澳门|台北|高雄|臺北';
const NUMBER = '[\\dA-Za-z一二三四五六七八九十百零〇-]{1,6}';

/** Chinese, in both ways of writing: who is named by a cue, a relation or a title; addresses, towns, institutions, dates, ages. */
export const CHINESE: readonly LanguageRule[] = [
  {
    identifier: 'name',
    source: 'context',
    pattern: new RegExp(`${NAMED}${NOT_WORD}(${FULL}|(?:(?![${SMALL}])${HAN}){2,3}${AFTER})`, 'gu'),
  },
  { identifier: 'name', source: 'context', pattern: new RegExp(`${CUE}${NOT_WORD}(${FULL})`, 'gu') },
  {
    identifier: 'name',
    source: 'context',
    pattern: new RegExp(`(?:我叫|名叫|名字是|名字叫|姓名[:：]) {0,2}([小阿大](?:(?![${SMALL}])${HAN}){1,2})`, 'gu'),
  },
  {
    identifier: 'name',
    source: 'context',
    pattern: new RegExp(`${RELATION}${NOT_WORD}([${FAMILY}${RARER}][${GIVEN}${GIVEN_TOO}]{1,2})${AFTER}`, 'gu'),
  },
  {
    identifier: 'name',
    source: 'context',
    pattern: new RegExp(
      `${BEFORE}${NOT_WORD}((?:${COMPOUND}|[${FAMILY}])(?:(?![${SMALL}])${HAN}){0,2}?|[麦包章祝伍齐翁骆聂文卓游柯温詹童倪耿焦阮纪舒柳裴季窦柴鲍凌霍翟葛庞颜涂庄]|[${RARER}][${GIVEN}${GIVEN_TOO}]{1,2})(?=${TITLE})`,
      'gu',
    ),
  },
  {
    identifier: 'name',
    source: 'pattern',
    pattern: new RegExp(`${BEFORE}${NOT_WORD}((?:${COMPOUND}|[${FAMILY}])[${GIVEN}]{2})${AFTER}`, 'gu'),
  },
  // What somebody says, thinks or feels has somebody before it; so has a title, whatever stands before the name.
  {
    identifier: 'name',
    source: 'pattern',
    pattern: new RegExp(
      `${BEFORE}${NOT_WORD}([${FAMILY}][${GIVEN}]{1,2})(?=认为|表示|告诉|觉得|指出|回答|问道|说道|説)|${NOT_WORD}([${FAMILY}][${GIVEN}]{1,2})(?=先生|女士|小姐|教授|医生|老师)`,
      'gu',
    ),
  },
  // 小王, 老李, 小明: how friends and examples are called.
  {
    identifier: 'name',
    source: 'pattern',
    pattern: new RegExp(
      `(?:${RELATION}|${BEFORE})((?:小|老)[王李张刘陈杨黄赵吴周徐孙朱胡郭罗郑梁谢宋唐许韩邓曹彭曾肖]|小[明红丽强芳军燕玲娟敏霞刚伟杰涛婷琳雪倩莉娜佳薇颖璐萱涵浩鹏凯])(?!末|平|${HAN}{0,1}时)`,
      'gu',
    ),
  },
  // Names of elsewhere, as they are written in Chinese.
  {
    identifier: 'name',
    source: 'pattern',
    pattern: new RegExp(`(?:(?![${SMALL}由])${HAN}){1,4}[·•](?:(?![${SMALL}])${HAN}){1,5}`, 'gu'),
  },
  {
    identifier: 'address',
    source: 'pattern',
    pattern: new RegExp(
      `${HAN}{1,24}(?:路|街|大道|巷|弄|胡同|村|里|小区|花园|苑|公寓)(?:${NUMBER}(?:号院|号楼|单元|号|弄|栋|幢|楼|层|室|房|座)){1,6}`,
      'gu',
    ),
    accept: (found) => found.replace(/^.{0,24}(?:在|于|到|去|是|址|住|至|从)/u, ''),
  },
  {
    identifier: 'organization',
    source: 'pattern',
    pattern: new RegExp(
      `(?:(?:${PROVINCES})省?)?(?:${CITIES})市?(?:(?![${SMALL}])${HAN}){0,10}?(?:有限公司|公司|集团|银行|医院|大学|学院|中学|小学|诊所|研究所|管理局|公安局|派出所|法院)`,
      'gu',
    ),
  },
  {
    identifier: 'phone',
    source: 'context',
    pattern: /(?:电话|手机|号码|電話)(?:号码)?(?:是|为|[:：])? ?([零〇一二三四五六七八九幺]{7,13})/gu,
  },
  {
    identifier: 'place',
    source: 'pattern',
    pattern: new RegExp(`(?:(?:${PROVINCES})省?)?(?:${CITIES})市?(?:${HAN}{1,4}(?:区|县|镇)(?!别))?`, 'gu'),
  },
  {
    identifier: 'organization',
    source: 'pattern',
    pattern:
      /(?:协和|华西|湘雅|同济|瑞金|华山|安定|宣武|天坛|积水潭|回龙观|清华|复旦|浙江|南开|武汉|中山)(?:医学院|医院|大学|中学|小学)/gu,
  },
  {
    identifier: 'date',
    source: 'pattern',
    pattern:
      /(?:(?:19|20)\d\d|[一二三四五六七八九零〇]{4}|今|去|前|明)年 {0,1}(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?: {0,1}(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号號])?|(?:\d{1,2}|十?[一二三四五六七八九十])月 {0,1}(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号號]/gu,
  },
  ...agesBefore('周?[岁歲]'),
  {
    identifier: 'age_over_89',
    source: 'pattern',
    pattern:
      /九十[一二三四五六七八九]?(?=多?[岁歲])|一百(?:零?[一二三四五六七八九]|[一]?十[一二三四五六七八九]?)?(?=多?[岁歲])/gu,
  },
  {
    identifier: 'vehicle',
    source: 'pattern',
    pattern: /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·• ]?[A-HJ-NP-Z0-9]{5,6}/gu,
  },
];
