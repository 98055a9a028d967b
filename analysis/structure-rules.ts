/** What field names say of a record. Names are compared as lower-case letters and digits (`plainName`). */
interface FieldRule {
  tag: string;
  field: RegExp;
}

export const FIELD_RULES: readonly FieldRule[] = [
  {
    tag: 'provenance:generated',
    field:
      /^(?:is|was)?(?:synthetic|(?:ai|llm|model|machine|gpt\d?|auto)generated)(?:text|dialog(?:ue)?|conversation)?$|generated(?:conversation|dialogue|dialog|text|response|answer|question|reply|by|with|from)s?$|^generated(?!at$|on$|time|date)\w{0,30}$|^(?:generation(?:method|model|id|config|params?|prompt|settings?|time)?|generator(?:model|name)?|generatedby|llm(?:model|name|response)?|generati(?:ve|on)(?:ai)?model(?:name)?|usermodel|providermodel|modelused|teachermodel|judgemodel|chatgptresponse|gpt\d?(?:response|answer|output)|synthetic.*)$/,
  },
  {
    tag: 'provenance:sampling',
    field:
      /^(?:temperature|topp|topk|maxtokens|maxnewtokens|nucleus|finishreason|completiontokens|prompttokens|usage|decoding|samplingparams)$/,
  },
  {
    tag: 'provenance:prompt',
    field:
      /^(?:seed|generation|meta|simulator)prompt(?:template|id|text|version)?$|^(?:prompttemplate|promptversion|template|template(?:id|signature)|promptid|seedid|seed|scenarioid|scenarioprompt|instructiontemplate)$/,
  },
  {
    tag: 'provenance:persona',
    field:
      /personas?(?:id|name|description|profile)?$|^(?:characterprofile|patientprofile|clientprofile|userprofile|simulatedpatient|roleplay|intakeform)$/,
  },
  {
    tag: 'provenance:augmented',
    field:
      /^(?:is)?augment(?:ed|ation)?(?:text|method|type|technique|op|operation|from)?$|^(?:paraphrase[ds]?(?:text)?|backtranslat\w{0,20}|synonymreplaced|edatext|perturb\w{0,20}|noised?text|mixup\w{0,20}|transformedtext|rewritten(?:text)?|augtext|augtype|augid|parentrecordid|augmentedfrom)$/,
  },
  {
    tag: 'provenance:parent',
    field:
      /^(?:originalid|parentid|sourceid|sourcerecordid|baseid|derivedfrom|originalindex|originaltext|sourcetext|originalsentence|seedtext|original)$/,
  },
  {
    tag: 'provenance:counterfactual',
    field:
      /^(?:counterfactual\w{0,20}|cf(?:text|label)|sent(?:ence)?(?:more|less|a|b|1|2)|stereotype[ds]?|antistereotype[ds]?|stereoantistereo|biastype|contrast\w{0,20}|swapped\w{0,20}|genderswap\w{0,20}|prostereotyp\w{0,20}|targetgroup|protectedattribute|ambiguouscontext|disambiguatedcontext|stereotypedgroups|bias|bias(?:category|feature|label|dimension|attribute|target|probe)|pairgroup(?:id)?|casevariant|axis|descriptor|demographicgroup|bucket)$/,
  },
  {
    tag: 'provenance:balanced',
    field:
      /^(?:balanced?(?:group|class|set|by)?|stratum|strata|quota|cell(?:id)?|samplingweight|oversampled|undersampled|smote|isoversampled|classweight|balancinggroup|balancing|resampled|minoritysample|resamplingmethod)$/,
  },
  {
    tag: 'provenance:masked',
    field:
      /^(?:masked(?:text|input|conversation)?|piimask\w{0,20}|privacymask\w{0,20}|mask|spans|piispans|entities|spanlabels|unmaskedtext|redacted(?:text)?|anonymi[sz]ed(?:text)?|deidentified(?:text)?|pseudonymi[sz]ed(?:text)?|surrogate(?:text|s)?|phitags|piientities|mbertbio\w{0,20}|mberttexttokens|tokenisedunmaskedtext|sensitive\w{0,20})$/,
  },
  // Cases written to try a model out, and what a model is to do with them.
  {
    tag: 'provenance:test_suite',
    field:
      /^(?:testcase\w{0,20}|testsuite|testtype|functionality|casetempl|(?:expected|desired|target)(?:behaviou?r|refusal|response|action)|redteam\w{0,20}|attack(?:type|method|strategy)|jailbreak\w{0,20}|harmcategory|harmtype|riskarea|policycategory|goldlabel|labelgold|failuremode|shouldrefuse|refusal|isrefusal|adversarial\w{0,20})$/,
  },
  {
    tag: 'provenance:preference',
    field:
      /^(?:chosen|rejected|preferred|dispreferred|(?:response|answer|output|completion|model)[ab](?:id|name)?|(?:model|response|answer|output|completion)s?[12]|winner|chosenscore|rejectedscore|scorechosen|scorerejected|preference|pairwise\w{0,20}|modelanswers?|completions|modelresponses?|modeloutputs?)$/,
  },
  {
    tag: 'provenance:privacy_method',
    field:
      /^(?:epsilon|delta|dpepsilon|privacybudget|kanonymity|ldiversity|anonymi[sz]ationmethod|deidentificationmethod|privacymethod|privacymechanism|noisescale|privacylevel|anonymi[sz]ationlevel)$/,
  },

  {
    tag: 'media:audio',
    field:
      /^(?:audio|wav|speech|recording|waveform)(?:file|filename|path|url|id|clip|uri|duration|features?|samplingrate)?$|^(?:samplingrate|mfcc\w{0,20}|prosody\w{0,20}|pitch\w{0,20}|f0\w{0,20}|opensmile\w{0,20}|acoustic\w{0,20}|covarep\w{0,20}|jitter|shimmer|loudness|speechrate|pause(?:duration|ms)|snr)$/,
  },
  {
    tag: 'media:video',
    field:
      /^(?:video|clip|mp4|frame|frames|face|facial)(?:file|filename|path|id|clip|uri|features?|rate|number|name)$|^(?:video|clip|fps|openface\w{0,20}|au\d{1,3}\w{0,20}|gaze\w{0,20}|headpose\w{0,20}|landmarks?|facialexpression|facet\w{0,20}|visual\w{0,20}|gesture|season|episode|show|tvshow|sceneid|scene|movie(?:id|name|title)?|keyframes?)$/,
  },
  { tag: 'media:image', field: /^(?:image|img|picture|photo|meme)(?:file|filename|path|url|id|uri|s)?$/ },
  { tag: 'media:video_link', field: /^(?:video|youtube|yt)(?:url|link|title)$/ },
  {
    tag: 'media:modality',
    field:
      /^(?:modality|modalities|mediatype|asr\w{0,20}|transcriptconfidence|whisper\w{0,20}|diarization|wordtimestamps?|alignment)$/,
  },

  {
    tag: 'language:field',
    field:
      /^(?:lang|language|languagecode|langcode|locale|detectedlanguage|isolang|srclang|tgtlang|sourcelang(?:uage)?|targetlang(?:uage)?|userlanguage)$/,
  },
  {
    tag: 'language:parallel',
    field:
      /^(?:translation|translations|translated\w{0,20}|text(?:en|es|fr|de|zh|ja|hi|ar|pt|ru)|(?:eng|english|spanish|french|german|chinese|japanese|hindi|arabic)(?:text|translation)?|(?:src|tgt|source|target)lang(?:uage)?|codeswitch\w{0,20}|codemix\w{0,20}|sentence(?:en|es|fr|de|zh|ja))$/,
  },
  {
    tag: 'culture:field',
    field:
      /^(?:culture|cultures|culturalgroup|culturalbackground|culturalcontext|culturaltopic|culturalnorm|culturalvalue|country|countrycode|countryoforigin|nationality|norm|norms|normcategory|socialnorm|normtype|heritage|ethnicgroup|hofstede\w{0,20}|individualism|powerdistance|tradition|customs?|acculturation\w{0,20}|regionculture|behaviou?r(?:al)?norm|ritual)$/,
  },
  { tag: 'culture:region', field: /^(?:region|continent|subregion|community|tribe|caste)$/ },

  {
    tag: 'clinical:section',
    field:
      /^(?:section(?:header|text|title|name)|chiefcomplaint|cc|hpi|historyofpresentillness|pmh|pasthistory|mentalstatus(?:exam)?|mse|subjective|objective|soap(?:note)?|clinicalnote|notetext|notetype|notecategory|dischargesummary|impression|reviewofsystems|ros|physicalexam|progressnote|intakenote|clinicalsummary|medicalhistory|presentingproblem|presentingcomplaint)$/,
  },
  {
    tag: 'clinical:code',
    field:
      /^(?:icd\d{0,2}(?:cm)?(?:codes?)?|dsm\w{0,20}|snomed\w{0,20}|cpt\w{0,20}|loinc\w{0,20}|umls\w{0,20}|rxnorm\w{0,20}|drg|diagnosiscodes?|cui|cuis|semanticgroup|semantictype)$/,
  },
  {
    tag: 'clinical:diagnosis',
    field:
      /(?:depression|anxiety|panicattacks?|ptsd|mentalillness|mentalhealth(?:disorder|condition|history|issue|problem|diagnosis|consequence)s?)$|^(?:diagnos[ie]s|diagnostic\w{0,20}|dx|primarydiagnosis|secondarydiagnosis|disorder|disorders|disease|condition(?:name)?|comorbidit(?:y|ies)|symptoms?|symptomlist|differential\w{0,20}|prognosis)$/,
  },
  {
    tag: 'clinical:score',
    field:
      /^(?:phq\w{0,20}|gad7?\w{0,20}|bdi\w{0,20}|bai\w{0,20}|hamd\w{0,20}|hdrs\w{0,20}|madrs\w{0,20}|pcl5?\w{0,20}|cssrs\w{0,20}|dass\w{0,20}|ybocs\w{0,20}|panss\w{0,20}|gaf|epds|audit\w{0,20}|moca|mmse|scid\w{0,20}|totalscore|itemscores?|item\d{1,2}|severityscore|assessmentscore|depressionscore|anxietyscore|instrument|assessmentinstrument|scale|questionnaire)$/,
  },
  {
    tag: 'clinical:medication',
    field: /^(?:medications?|drug|drugs|drugname|dose|dosage|prescriptions?|currentmedications|sideeffects)$/,
  },
  {
    tag: 'clinical:patient',
    field:
      /^(?:patient(?:id|age|sex|gender|name)?|mrn|subjectid|hadmid|encounter(?:id|type|date)?|admission(?:id|type|date)?|visit(?:id|type|number|date)?|ward|clinicianid|provider(?:id|type|specialty)|medicalrecordnumber|doctor|attending)$/,
  },
  {
    tag: 'clinical:plan',
    field:
      /^(?:treatmentplan|treatment|treatments|therapyplan|careplan|longtermgoals?|shorttermgoals?|interventions?|followup|dischargeplan|targetdate|measurableobjectives?|estimatedduration|reviewdate|modality|recommendedtreatment|problemlist|problemstatement)$/,
  },
  {
    tag: 'clinical:risk',
    field:
      /^(?:risk(?:level|score|rating|category|assessment)?|suicid(?:e|al)\w{0,20}|crisis(?:level|type|flag|label)?|selfharm\w{0,20}|imminentrisk|triage(?:level|category|code)?|safetyplan|urgency|lethality|calltype|callduration|hotline|disposition|protectivefactors|warningsigns|dispatch\w{0,20}|calloutcome|iscrisis|severitylevel)$/,
  },
  {
    tag: 'clinical:qa',
    field: /^(?:questionfocus|qtype|answerurl|medicalspecialty|specialty|synonyms)$/,
  },

  {
    tag: 'therapy:session',
    field:
      /^(?:session(?:id|number|no|type|notes?|date|transcript|index|phase|stage|summary)?|therapysession|sessionduration|appointmentno)$/,
  },
  {
    tag: 'therapy:technique',
    field:
      /^(?:technique|techniques|skillmodule|dbt\w{0,20}|act\w{0,20}process|(?:psycho)?therapy|(?:psycho)?therap(?:y|eutic)(?:type|approach|technique|method|modality|school|orientation|stage|skill|strategy|quality)s?|schooloftherapy|treatment(?:modality|approach)|intervention(?:type|label|code)|micode|misc(?:code)?|miti\w{0,20}|miquality|mainclientbehaviou?r|clienttalktype|talktype|maintherapistbehaviou?r|therapistbehaviou?r|therapistinput\w{0,20}|clientbehaviou?r|changetalk|reflection(?:type)?|alliance\w{0,20}|wai\w{0,20}|defen[cs]emechanisms?|transference|formulation)$/,
  },
  // The columns of a thought record.
  {
    tag: 'therapy:thoughts',
    field:
      /^(?:cbt\w{0,20}|distortion(?:type|s)?|cognitivedistortions?|dominantdistortion|secondarydistortion|auto(?:matic)?thoughts?|thoughts?|situationthought|refram(?:es?|ing|ed(?:text|thought)?)|alternativethought|balancedthought|evidencefor|evidenceagainst|(?:core|intermediate|helpless|unlovable|worthless)beliefs?\w{0,20}|thinkingtraps?\w{0,20}|emotionbefore|emotionafter|beliefbefore|beliefafter)$/,
  },
  {
    tag: 'therapy:family',
    field:
      /^(?:family(?:member|members|role|roles|id|structure|dynamics?)|genogram|couple(?:id)?|spouse|mother|father|siblings?|speakerrole|familysystem|relationshipto\w{0,20})$/,
  },
  {
    tag: 'therapy:group',
    field:
      /^(?:group(?:size|session|members?|topic|phase|stage|leader|dynamics?)|memberid|facilitator(?:id)?|cofacilitator|membercount|attendance)$/,
  },
  {
    tag: 'therapy:person',
    field:
      /^(?:therapist(?:id|response|name|text|turn|utterance)?|client(?:id|statement|text|turn|utterance|talk)?|counsell?or(?:id|response|text)?|psychologist\w{0,20}|psychotherapist)$/,
  },

  {
    tag: 'annotation:emotion',
    field:
      /^(?:emotions?|emotion(?:label|type|intensity|id)s?|sentiments?|sentiment(?:label|score)|mood|feelings?|affect|arousal|valence|dominance|initialemotionintensity|finalemotionintensity|joy|sadness|gratitude|admiration)$/,
  },
  {
    tag: 'annotation:empathy',
    field:
      /^(?:empath\w{0,20}|emotionalreaction\w{0,20}|interpretations?(?:level|score)?|explorations?(?:level|score)?|supportiveness|warmth|compassion\w{0,20}|rationales?|distress(?:score|level)?)$/,
  },
  {
    tag: 'annotation:strategy',
    field:
      /^(?:strateg(?:y|ies)|supportstrategy|act|dialogact|dialogueact|supportersatisfaction|surveyscore|experiencetype|problemtype|feedback|relevance|helpfulness)$/,
  },
  // What a chat bot is to understand by a text: everyday talk has it as well as service.
  { tag: 'annotation:intent', field: /^(?:intents?|intent(?:name|label|id)|domain|slots?|slotvalues)$/ },
  { tag: 'annotation:topic', field: /^(?:topics?|topicid|theme|issue|issues|category)$/ },
  {
    tag: 'annotation:safety',
    field:
      /^(?:safe(?:ty)?(?:label|annotations?|category)?|unsafe|toxicity\w{0,20}|offensive\w{0,20}|harm\w{0,20}|appropriate(?:ness)?)$/,
  },

  {
    tag: 'exam:choices',
    field:
      /^(?:options?|(?:answer)?choices?|(?:option|choice|ans|answer)[a-e\d]|op[a-e]|endings?\d?|distractors?\d?|mcq?\w{0,10}|(?:correct|answer)(?:option|choice|idx|index)|answer(?:not)?matching\w{0,20})$/,
  },

  {
    tag: 'forum:votes',
    field:
      /^(?:upvotes?|downvotes?|ups|downs|score|likes?|karma|numcomments|commentcount|views|retweets?|numlikes|replycount|therapistinfo|therapisturl|questionurl|questionlink)$/,
  },
  {
    tag: 'forum:thread',
    field:
      /^(?:subreddit\w{0,20}|permalink|postid|commentid|threadid|thread\w{0,20}|selftext|createdutc|author(?:id|flair\w{0,20}|fullname)?|forum|linkid|replies|comments?|commentbody|posttitle|postbody|seekerpost|responsepost|sppid|rpid|spid|op|username|board)$/,
  },
  {
    tag: 'forum:qa',
    field:
      /^(?:questionid|questiontitle|questiontext|answertext|answers?|bestanswer|acceptedanswer|answerid|questionbody)$/,
  },
  {
    tag: 'support:service',
    field:
      /^(?:ticket(?:id)?|case(?:number|type)|agentid|customer(?:id)?|channel|csat|satisfaction\w{0,20}|resolution|resolved|waittime|volunteer(?:id)?|supporter(?:id)?|helper(?:id)?|queue|chatid|listener(?:id)?|service)$/,
  },
  {
    tag: 'chat:utterance',
    field:
      /^(?:utterance(?:id|idx|index|no)|turn(?:id|no|index|number)|speaker(?:idx|id)|(?:conv|conversation|dialog|dialogue)(?:id|index)|addressee|listener|dialogact|act|acts|candidates|history)$/,
  },
  {
    tag: 'chat:grounding',
    field:
      /^(?:articleurl|knowledge\w{0,20}|wiki\w{0,20}|groundingdoc|context(?:article|dataset)|turnrating|conversationrating|personality|additionalcontext|previousutterance|freemessages?|guidedmessages?|suggestions?)$/,
  },
];

/** Fields whose texts are never compared with each other: addresses and identifiers share words by their nature. */
export const TEXT_FIELD = { never: /url|link|path|file|id$|uri|prompt|system/ };
