/**
 * The sentences of the counselling example: our own writing, about nobody. `{a|b}` stands for one of the alternatives
 * (alternatives may nest); make.ts picks. The parts are cut so that an answer fits its question: who is asked how long
 * it has been answers with a time, who is asked what was tried answers with an attempt.
 */
export interface TopicPhrases {
  /** What brings the person here. */
  readonly situations: readonly string[];
  readonly feelings: readonly string[];
  readonly tried: readonly string[];
  readonly better: readonly string[];
  /** The counsellor gives back what was heard. */
  readonly reflections: readonly string[];
  readonly suggestions: readonly string[];
}

export const TOPICS = {
  anxiety: {
    situations: [
      'I get this {tight band|knot|buzzing} in my chest before {every phone call|I leave the house|I have to speak up}, and {my hands shake|I start sweating|I lose my words}.',
      'I had what I think was a panic attack {on the bus|in the supermarket|at the cinema} {last week|on Tuesday|ten days ago} and now I {plan my whole day around avoiding it|walk everywhere instead|only go out with my {sister|husband|flatmate}}.',
      'My head runs through everything that could go wrong {all day long|from the moment I wake up}: {the kids falling ill|an accident|the plane|a letter from the bank}, even when {nothing is happening|it is a perfectly ordinary day}.',
      'I check the {stove|door|taps} {four|six|maybe ten} times before I can go, and then I {turn round on the street|drive back} to check again.',
      'There is a {wedding|conference|family dinner} in {two weeks|May|eleven days} and I have been {inventing excuses|dreading it} since the invitation came.',
      'Every {headache|twinge|flutter in my chest} has me {searching symptoms|convinced it is something terrible}, though the doctor {found nothing|has tested me twice}.',
      'When somebody does not {text back|answer}, I am {sure|certain} within {ten minutes|the hour} that {I offended them|they were in a crash}.',
      'I freeze whenever {people look at me|the attention is on me}; {ordering food|introducing myself|reading out loud} makes my {voice wobble|face burn}.',
      'I worry about {money, health, the climate|my parents, my exams, my future}, and when one worry is settled {the next one moves in|another is already waiting}.',
      'My body acts as if a {tiger|fire alarm} was in the room: {racing pulse|short breath}, {tingling fingers|dizziness}, and {then it passes|twenty minutes later it is gone}.',
      'I have stopped {driving on the motorway|taking the lift|flying} after {a bad scare|one awful afternoon}, and my world keeps getting smaller.',
      "I can't make {a decision|even small choices} any more, because {I see a catastrophe behind each option|what if it is the wrong one}.",
    ],
    feelings: [
      'I am {on edge|jumpy} from morning to evening.',
      'It is exhausting to be {scared of being scared|afraid of the next attack}.',
      'I know it is {out of proportion|not rational}, and {knowing does not help|my body did not get the message}.',
      'I keep waiting for something {awful|bad} to happen.',
      'I feel {ridiculous|silly} even writing this.',
    ],
    tried: [
      'I downloaded a breathing app and {counted to four|breathed into my belly}; it {works until it really matters|takes the edge off for a minute}.',
      'I mostly {avoid|cancel} the things that set it off, which {helps for that day|feels good until the next invitation}.',
      'I {cut out coffee|stopped energy drinks}, and {my pulse is calmer|that did do something}, but the thoughts did not stop.',
      'I made lists of {every worry|what could happen}, and {they only got longer|then I worried about the list}.',
      'I ask {my partner|my mother|my best friend} for reassurance, {again and again|until they are fed up}.',
      'I once stayed on the train until it passed, and {it did pass|I was proud for a week}.',
    ],
    better: [
      'Better would be going {to the shop|to a meeting} without {rehearsing it|a plan to escape}.',
      'I would like to {sit through a film|hear the phone ring} and {not scan for danger|stay calm}.',
      'If I could {let a worry go by|leave the door after checking once}, I would call that a win.',
      'I want {to fly to see my daughter|to give that talk} {this year|in spring}, nervous or not.',
    ],
    reflections: [
      'Your alarm system seems to be {ringing very loudly|set very sensitive} at the moment, and you are {tired of running from it|spending a lot of strength on it}.',
      'It sounds as though the fear of {the fear|another attack} has become {the bigger problem|as heavy as the thing itself}.',
      'Part of you knows you are safe, and another part {has not heard the news yet|keeps sounding the siren}.',
      'Avoiding it makes sense, it brings relief at once, and {it also lets the worry decide more and more|the price is that life gets narrow}.',
      'So the what-ifs {arrive early|fill the day} and {leave little room for anything else|do not take a break}.',
    ],
    suggestions: [
      'When the wave comes you could {name five things you see|plant both feet and breathe out longer than in}; the aim is not to {stop it|be calm} but to {ride it out|learn that it ends}.',
      'Some people set aside {fifteen minutes|a quarter of an hour} a day as worry time, and {postpone worries until then|write them down for later}.',
      'We could build a ladder of small steps, {from easy to frightening|beginning with a two out of ten}, and {stay on each step until it is boring|climb one rung a week}.',
      'Try treating the thought as a {forecast|guess} rather than a fact: what would you {bet|say} that it really happens?',
      'It may help to talk with your doctor about {cognitive behavioural therapy|exposure work}, which has good evidence for {panic|worry} like this.',
    ],
  },
  grief: {
    situations: [
      'My {mother|father|grandmother|brother} died {in March|seven weeks ago|last autumn|a year ago on Sunday}, and {I still reach for the phone to call|I keep setting the table for one more}.',
      'We lost our baby at {twenty|sixteen} weeks, and {everyone acts as if nothing was there to lose|people say we can try again}.',
      "I can't bring myself to {clear out his wardrobe|empty her flat|cancel his phone number}; {his coat still smells of him|her handwriting is on everything}.",
      'My {husband|wife|partner} passed away {two years ago|in the summer} and {friends have stopped mentioning {him|her}|I am the only one who still says the name}.',
      'It was only a {dog|cat}, they say, but {she slept on my feet for fourteen years|he was there through the whole divorce}, and the house is so {quiet|empty} now.',
      'At the funeral I {organised everything|did not shed a tear}, and now, {months later|out of nowhere}, {a song|the smell of his soap|an empty chair} knocks me over.',
      'My best friend was killed in {a road accident|an avalanche}, and I {was supposed to be there|had not answered the last message}.',
      'The first {Christmas|birthday|anniversary} without {him|her|them} is coming, and I {dread it|have no idea how to get through it}.',
      'I nursed my {mum|dad} for {three years|a long time} and when the end came I felt {relief|lighter}, and {now I feel guilty about that|nobody warned me of that}.',
      'My children ask {where grandpa is|when daddy comes back}, and I {have no words|cry before I can answer}.',
      'Some days I am {furious|angry} with {her|him} for {leaving|not going to the doctor sooner}, and then I am ashamed.',
      'I dreamt {he|she} was {in the kitchen|alive}, and waking up was like {losing her again|hearing the news a second time}.',
    ],
    feelings: [
      'I {miss|long for} {her|him} in the {stupidest|smallest} moments.',
      'There is a {hole|silence} where {she|he} used to be.',
      'It comes in waves, and {I never see them coming|the last one lasted all weekend}.',
      'I am {numb|hollow}, as if behind glass.',
      'I feel guilty when I {laugh|enjoy something}.',
    ],
    tried: [
      'I wrote {letters|a letter} to {him|her}, and {that brought the tears at last|I keep them in a drawer}.',
      'I go to the {cemetery|grave} on {Sundays|my way home}, which {soothes me|is the one hour I can breathe}.',
      'I went to a bereavement group once and {everyone was much older|sat there without a word}.',
      'I keep busy, {I painted every room|I never stop}, so that {I do not have to feel it|the evening comes quickly}.',
      'I made {an album|a box} with {photographs|her recipes}, but I {cannot open it yet|only got halfway}.',
    ],
    better: [
      'I would like to remember {her|him} {laughing|well} and not only {the hospital|the last weeks}.',
      'Better would be to {speak about him|hear the name} without {falling apart|everybody going silent}.',
      'Perhaps to {look forward to something|plan a holiday} and not feel {disloyal|that I leave her behind}.',
      'I want to keep {him|her} {close|in my life} and still {live|go on}.',
    ],
    reflections: [
      'You have lost somebody who was {woven into every day|part of your every hour}, and {the world goes on as if nothing had changed|others seem to be done with it}.',
      'What I hear is {love with nowhere to go|how much this bond means to you}.',
      'Relief, anger and sorrow can {stand side by side|live in the same heart}; {none of them cancels the love|you are not a bad person for any of it}.',
      'The dates in the calendar {carry so much|reopen the wound}, and you are {bracing yourself|already holding your breath}.',
      'It sounds {lonely|hard} to be the one who {still says the name|remembers out loud}.',
    ],
    suggestions: [
      'You might choose one small ritual for {the day|that date}: {a candle|a walk to a place you shared|cooking the favourite dish}.',
      'There is no timetable for mourning, and {you need not clear anything before you are ready|the wardrobe can wait}.',
      'Would it feel right to {tell me about him|bring a photograph next time}? Speaking of the dead {keeps the bond|is part of mourning}.',
      'Many find it a help to let grief have {its own hour|a fixed place}, so that it does not need {the whole day|the night}.',
      'If after some months {nothing moves at all|every day is as raw as the first}, a therapist who knows {prolonged grief|bereavement} can walk beside you.',
    ],
  },
  work_stress: {
    situations: [
      'My {manager|boss|team lead} {sends me tasks at ten at night|adds a new deadline before the last one is over} and {expects an answer by morning|calls it flexibility}.',
      'Since {the reorganisation|two colleagues quit}, I do the work of {three|two} people, and {my inbox never goes below four hundred|the phone does not stop}.',
      'I work as a {nurse|teacher|paramedic|social worker} and {I have nothing left after a shift|on my way home I sit in the car for half an hour before I can go in}.',
      'I got {promoted|made supervisor} {in spring|last month}, and {now I spend my days in meetings and do the real work at the weekend|my old teammates go quiet when I walk in}.',
      'A colleague {takes credit for what I do|corrects me in front of customers}, and {HR said we should sort it out ourselves|nobody says anything}.',
      'They {announced layoffs|are closing our site}, and everybody {works longer to look needed|is fighting for the same chairs}.',
      'I answer {emails at dinner|messages in the bathroom}, {my partner says I am never really here|my son imitates me with a toy phone}.',
      'My contract ends in {June|eight weeks}, and {no one tells me if it is renewed|I smile at everyone as if my rent depended on it, because it does}.',
      'On Sunday {afternoon|evening} my stomach {turns|cramps} at the thought of {Monday|the shift plan|the weekly report}.',
      'I made {one mistake in an invoice|an error in the schedule}, and {since then my supervisor checks every line|I stay till nine to read all of it twice}.',
      'I used to love {this job|my profession}, and now I {count the hours|look at the clock at half past nine}.',
      'The {warehouse|kitchen|call centre} has {targets you can only reach by skipping breaks|a screen that shows how slow you are}.',
    ],
    feelings: [
      'I am {burnt out|completely drained}, to be honest.',
      'I feel like a {hamster in a wheel|machine that nobody oils}.',
      'I have started to {hate|dread} the sound of {new mail|my own phone}.',
      'I snap at {customers|the interns} and do not recognise myself.',
      'The pressure does not {let up|stop}, not even on holiday.',
    ],
    tried: [
      'I raised it with {my manager|the works council}, who {nodded and changed nothing|told me to prioritise}.',
      'I switched off {notifications|the work phone} after eight, and {got a remark about commitment|felt guilty all evening}.',
      'I took {a week off|three days of leave} and {came back to double the pile|spent them answering calls}.',
      'I started {looking at job ads|an application}, and then {I am too tired to finish a letter|think it will be the same elsewhere}.',
      'I {block time in my calendar|write priorities every morning}, and {by ten it is worthless|others book over it}.',
    ],
    better: [
      'Better would be {leaving at five|going home} with {something left of me|the day closed behind me}.',
      'I want to {say no|refuse a task} once without {explaining myself for an hour|fearing for my job}.',
      'A {boss who asks first|team that is fully staffed}, honestly, would {change everything|do more than yoga}.',
      'To do {my work well|one thing at a time} and {be finished|be proud of it again}.',
    ],
    reflections: [
      'You carry a load that was meant for {more than one person|a whole team}, and {the line between work and home has worn away|the reward for coping is more work}.',
      'It sounds as though {saying no feels dangerous|there is always somebody waiting for your answer}.',
      'You care about doing it {well|right}, and {the conditions do not let you|that is just what wears you out}.',
      'Being {watched|checked} like that would {make most people tense|wear anybody down}.',
      'So the week {begins on Sunday evening|never really ends}, and rest is {not restful any more|just the gap before the next shift}.',
    ],
    suggestions: [
      'One thing to try: list what is {yours to decide|in your hands}, what you can {influence|negotiate}, and what is neither, and {spend your strength on the first two|let the third be for a week}.',
      'You could bring numbers to the talk with your {manager|boss}: {hours, tasks, what will slip|what fits in a week and what does not}.',
      "A small closing ritual helps some people: {write down tomorrow's first task and shut the laptop|change clothes when you come home}.",
      'It may be worth asking {your doctor|occupational health} about {sick leave|support} before the exhaustion {decides for you|gets deeper}.',
      'Which {one|single} demand would you {drop|hand back} first if you were {allowed to|sure of no consequence}?',
    ],
  },
  relationships: {
    situations: [
      'My {boyfriend|girlfriend|husband|wife} and I {fight about dishes and it is never about dishes|have the same argument every {Friday|month}}.',
      'I found {messages to somebody else|a second profile} on {his|her} phone, and {he|she} says {it meant nothing|I am paranoid}.',
      'We have been together for {nine|four|twenty} years, and {we live like flatmates|the last real talk was before the move}.',
      'My {best friend|oldest friend} has {a new crowd|got engaged} and {I only hear from her when something is wrong|I find out about parties from photos}.',
      'My {parents|in-laws} {comment on everything we do|expect us every Sunday}, and {my partner never takes my side|saying no starts a war}.',
      'After the {divorce|break-up} {our friends chose sides|I keep checking her page}, and {I see them laughing without me|it is like picking at a scab}.',
      'Whenever {it gets close|somebody likes me}, I {pick a quarrel|pull away}, and then {I am alone again|regret it}.',
      'My partner {goes silent for days|slams the door} after a disagreement, and I {apologise just to end it|walk on eggshells}.',
      'I came out to my {family|brother} {at Easter|last month}, and {my father has not spoken to me since|they pretend I said nothing}.',
      'We want different things: {she wants children|he wants to move abroad}, and I {do not|cannot}, and {nobody is wrong|love does not solve it}.',
      'My sister and I {have not spoken|stopped talking} since {the inheritance|a stupid remark at a wedding}, and {each waits for the other|I miss her more than I am angry}.',
      'I moved here for {him|her}, and {apart from his friends|outside of this flat} I {know no one|have nobody to call}.',
    ],
    feelings: [
      'I feel {lonelier with {him|her} than without|invisible at my own table}.',
      'I do not {trust|believe} {him|her} any more, and I hate that.',
      'I love {him|her}, and {I am so angry|I am so hurt}.',
      'I keep asking myself whether {I am too needy|I ask for too much}.',
      'It hurts to be {the only one who tries|always second}.',
    ],
    tried: [
      'I suggested {couples counselling|a proper talk}, and {he laughed|she said later, and later never comes}.',
      'I wrote {it all down|a long message} and {deleted it|got a thumbs-up back}.',
      'We agreed on {a date night|no phones at dinner}, which lasted {two weeks|until the football season}.',
      'I {stay quiet|keep the peace} because {every talk ends in shouting|I do not want to lose her}.',
      'I went to {stay with a friend|my parents} for {a few nights|a weekend}, and {it was good to breathe|nothing was different when I came back}.',
    ],
    better: [
      'I would like {to be asked how my day was|one conversation without a winner}.',
      'Better would be to {argue and still feel safe|disagree and hold hands afterwards}.',
      'To know where {I stand|we are going}, even if {the answer hurts|it is the end}.',
      'That we {laugh together again|are on the same side}, as in the beginning.',
    ],
    reflections: [
      'Underneath the quarrel there seems to be a question: {do I matter to you|are you still with me}?',
      'You reach out, {he|she|the other} {withdraws|goes quiet}, and {the further one goes the harder the other pulls|both end up alone}.',
      'Trust was {broken|damaged}, and you are asked to {carry on|get over it} as if {it was nothing|your sense of it did not count}.',
      'You want closeness, and {it also frightens you|you are afraid of asking for it}.',
      'Loving somebody and {being hurt by them|not being able to stay} can both be true.',
    ],
    suggestions: [
      'You might try beginning with {what you feel and need|"I miss you" instead of "you never"}, at a {calm|quiet} hour, not in the {heat|middle} of it.',
      'Before the next talk, ask yourself what you {hope|need} to hear, and {say exactly that|whether the other can know it}.',
      'Couples counselling is not only for {the end|rescue}; {one honest session can show where you both stand|you can also come alone at first}.',
      'A boundary is not a punishment; it says what {you|I} will do: {"when you shout, I leave the room and come back in an hour"|"I come on Sundays twice a month"}.',
      'If you ever feel {unsafe|afraid} at home, that comes first, and there are {helplines|people} who {plan with you|know what to do}.',
    ],
  },
  sleep: {
    situations: [
      'I lie awake until {three|four|the birds start}, and {at half past six the alarm goes|then I am a ghost all day}.',
      'I fall asleep {at once|fine} and wake at {2:40|three}, {wide awake|heart pounding}, {every single night|since about Easter}.',
      'My night shifts have {turned my rhythm upside down|wrecked my body clock}; on days off I {sleep till four|stare at the ceiling}.',
      'I have nightmares about {being chased|the old flat|falling}, and I {put off going to bed|leave the light on}.',
      'My bed has become {a place where I do sums|my worst office}: I {calculate how many hours are left|watch the clock}.',
      'I doze off {on the sofa at nine|in meetings|at red lights}, and {the moment I lie down I am awake|in bed nothing happens}.',
      'I need {wine|a pill|a podcast} to drop off, and {less and less of it works|I do not like that I need it}.',
      "The {neighbour's music|baby|street lamp} used to wake me, now it is quiet and {I wake anyway|I listen for it}.",
      'I scroll on my phone until {one|my eyes burn}, {knowing I will regret it|as if sleep was giving up my only free time}.',
      'I nap {after lunch|in the afternoon} for two hours, and {then the night is gone|feel worse than before}.',
      'My husband says I {snore and stop breathing|kick and talk}, and I wake up {with a headache|more tired than I lay down}.',
      'Since {the clocks changed|menopause|the surgery} I have not had {one whole night|more than four hours in a row}.',
    ],
    feelings: [
      'I am {so tired that I could cry|tired to the bone}.',
      'I dread {the evening|bedtime} already at {noon|dinner}.',
      'My {memory|concentration} is like a sieve, {I put the keys in the fridge|I reread every line}.',
      "I am {cranky|irritable} with everybody by {ten o'clock|midday}.",
      'The more I {want|try} to, the more awake I am.',
    ],
    tried: [
      'I take {melatonin|valerian|magnesium}, and {nothing much happens|I wake groggy}.',
      'I bought {blackout curtains|a new mattress|ear plugs}, {money out of the window|a nicer place to lie awake}.',
      'No screens after {nine|ten}, {which I managed for five days|and I read a whole shelf, wide awake}.',
      'I go to bed {earlier|at eight} to catch up, and {lie there longer|it is worse}.',
      'I tried {counting backwards|a rain sound}, and {know every drop of it by now|got to one thousand}.',
    ],
    better: [
      'Five hours {in one piece|without a break} would be {heaven|a holiday}.',
      'I would like to {lie down without a fight|look forward to my bed}.',
      'Waking {rested|before the alarm} and {not doing sums|feeling like a person}.',
      'To {drive|work} again without {being afraid to nod off|six coffees}.',
    ],
    reflections: [
      'Your bed has {turned into a place of effort|become a battleground}, and {sleep is the one thing that effort chases away|the clock is your opponent}.',
      'You are {running on empty|worn thin}, and the fear of the next night {starts during the day|has a life of its own}.',
      'So much planning goes into the night, and {it does not obey|you get so little back}.',
      'Waking at the same hour {again and again|night after night} is {wearing|lonely}, with the whole house asleep.',
      'It makes sense that everything looks {darker|steeper} on {four hours|so little rest}.',
    ],
    suggestions: [
      'If you are awake for {what feels like twenty minutes|longer than a while}, get up, do something {dull|quiet} in dim light, and go back when {your eyes close|you are sleepy}.',
      'A steady getting-up time, {weekends too|even after a bad night}, does more than {an early bedtime|sleeping in}.',
      'Turn the clock {to the wall|round}: {counting hours keeps the mind awake|you do not need to know}.',
      'A sleep diary for {two weeks|a fortnight} would show us {a pattern|how much you really sleep}; I can {send you one|explain how}.',
      'Snoring with pauses in breathing belongs {in a sleep clinic|before a doctor}; and for insomnia {CBT-I|the behavioural treatment} works better than {tablets|pills} in the long run.',
    ],
  },
  self_esteem: {
    situations: [
      'Whatever I do, a voice says {it is not good enough|somebody else would have done it better|they will find out I am a fraud}.',
      'I got {a prize|top marks|a compliment} {yesterday|this week}, and all I could think was {they must have mixed me up|they are just being kind}.',
      'I compare myself with {my cousin|everyone online|girls from school}, and {I am always at the bottom|they have houses and I have a mattress}.',
      'I avoid {mirrors|photos|swimming pools} because of {my skin|my weight|my body}, and {I wear black in July|I was the one behind the camera all summer}.',
      'I say sorry {forty times a day|when others step on my foot}, and {a friend has started to count|I do not even notice}.',
      'My {father|stepmother|teacher} used to {call me slow|say I would come to nothing}, and {at thirty-eight|all these years later} I still hear it.',
      'I {turned down a role|did not apply} because {I met only nine of the ten points|who am I to want that}.',
      'I never say what I want {to eat|to watch|to do}; I {say I do not mind|wait to see what the others like}.',
      'If somebody is {friendly|nice} to me, I {wonder what they want|feel I must pay it back}.',
      'I started {painting|singing|writing} and {tore it all up|stopped}, because {it was embarrassing|people who can really do it exist}.',
      'In {a group|my class} I keep {silent|quiet}, I am {sure|afraid} it will be {stupid|boring}, and then {someone else says the same thing and is praised|I go home angry with myself}.',
      'My new {glasses|haircut|wheelchair} made {strangers stare|me hide}, and I feel {like a burden|ugly}.',
    ],
    feelings: [
      'I feel {worthless|small}, there is no nicer word for it.',
      'I am {ashamed|embarrassed} of {who I am|my own face}.',
      'I am my own {worst critic|bully}.',
      'I do not {deserve|feel I have earned} {good things|the friends I have}.',
      'Next to others I am {a draft|a copy}, never the real thing.',
    ],
    tried: [
      'I stuck {affirmations|notes} on the {mirror|fridge} and {felt like a liar|took them down after a day}.',
      'I deleted {the app|my accounts} for {a month|two weeks}, and {the comparing got quieter|then looked again and it was worse}.',
      'I try to be {perfect|useful to all}, so that {nobody can say anything|they need me}.',
      'I asked friends what they like in me, and {could not believe a word|cried on the way home}.',
      'I read {three books|everything} on confidence, and {now I also fail at that|underlined half of them}.',
    ],
    better: [
      'I would like to take {a compliment|praise} and {just say thank you|let it land}.',
      'To make a mistake and {not tear myself apart|sleep on it as others do}.',
      'Better would be to {wear the yellow dress|raise my hand} and {not care|enjoy it}.',
      'To {like|be on the side of} {myself|the person in the mirror} a little.',
    ],
    reflections: [
      'There is a {harsh|strict} judge in you, who {dismisses praise and files away every slip|learned those words from somebody else}.',
      "You measure yourself by {other people's best moments|a bar that rises whenever you reach it}.",
      'It seems you make yourself {small|invisible} before {anyone else can|others get the chance}.',
      'You speak of yourself in a tone you {would never use with a friend|would not allow towards anybody else}.',
      'Being {useful|perfect} has become the price of {belonging|being allowed to be here}.',
    ],
    suggestions: [
      'What would you say to {a friend|your younger self} in this place? Write it down, and {read it aloud|put your own name on it}.',
      'You could collect, each evening, {one thing you did|three things that went all right}, with {evidence, not adjectives|no grade on it}.',
      'Try an experiment: do one thing {at eighty per cent|just well enough} on purpose, and {watch what happens|see who notices}.',
      'When the critic speaks, ask {whose voice that is|how old that sentence is}; {it may not be yours|you can answer it now}.',
      'Next time somebody praises you, {say thank you and stop there|count to three before you explain it away}.',
    ],
  },
  parenting: {
    situations: [
      'My {four-year-old|toddler} {throws himself on the floor of the supermarket|bites other children at nursery}, and {everyone stares at me|the other mothers look away}.',
      'My {daughter|son} is {fourteen|fifteen} and {only speaks to us through a closed door|lives behind headphones}, and I {do not know my own child|learn things from the school}.',
      'I shouted at the kids {again|this morning}, {over a shoe|over spilled milk}, and I saw {my own mother in me|their faces go blank}.',
      'The baby {cries from six to eleven|will not be put down}, and {my partner is back at work|I have not showered since Thursday}.',
      'My ex and I share custody, and {at his place there are no rules|every handover ends in a quarrel in front of the children}.',
      'My son was diagnosed with {autism|ADHD} {in autumn|two months ago}, and {the forms never end|my family says he just needs discipline}.',
      'I am a single {mum|dad} with {two|three} children, and {when I am ill, nobody takes over|I do the homework, the cooking and the night alone}.',
      'My {stepson|stepdaughter} says {you are not my real mother|I have no say}, and {my husband keeps out of it|she is right and it stings}.',
      'Homework takes {two hours of tears|all afternoon}, {his|hers} and mine, and {the teacher says he is lazy|I am the bad guy every day}.',
      'My eldest moved out {in September|to university}, and {I stand in that tidy room|I cook for four and we are three}.',
      'We adopted a {girl|boy} of {six|eight}, and {she tests us every hour|he flinches when I raise my hand to wave}.',
      'My {daughter|teenager} {was sent home for fighting|skipped school for two weeks}, and {we found out by letter|she says everyone hates her}.',
    ],
    feelings: [
      'I feel like {the worst mother in the world|a terrible father}.',
      'I love them, and {some evenings I want to walk out of the door|I am at the end of my rope}.',
      'I feel {judged|watched} by {every other parent|my mother-in-law}.',
      'I am {touched out|worn out} by {eight|bath time}.',
      'I worry that I am {damaging|failing} {them|my child}.',
    ],
    tried: [
      'We tried {a sticker chart|time-outs}, which worked {for three days|on us more than on him}.',
      "I {took the tablet away|set a screen limit}, and {the house was a war zone|she borrowed a friend's}.",
      'I count to ten before I answer, and {at seven I am loud|sometimes it works}.',
      'We talked to the {teacher|paediatrician}, who {said it is a phase|gave us a leaflet}.',
      'My mother takes them {on Wednesdays|now and then}, and {I hear afterwards how well they behave with her|I sleep in the car}.',
    ],
    better: [
      'One {bedtime|breakfast} without {shouting|tears} would be lovely.',
      'I would like {him|her} to {come to me|talk to me} when something is wrong.',
      'To be {the calm one|patient} for {one whole day|longer than an hour}.',
      'Better would be that we {laugh at dinner|enjoy the children} and not just {manage|survive} them.',
    ],
    reflections: [
      'You give {all you have|everything} to {your children|this family}, and {there is no one who tops you up|the tank is empty}.',
      'It hurts to hear {yourself shout|your own childhood in your voice}, just because you {promised yourself to do it differently|love them so much}.',
      'A child who {pushes|tests} that hard is often asking {will you stay|am I safe}, and it is {exhausting|hard} to answer that all day.',
      'The door is closed, and you {stand outside it with all your care|do not want to lose the thread}.',
      "Raising a child {on your own|between two homes} means {carrying two people's work|deciding everything twice}.",
    ],
    suggestions: [
      'Repair counts more than never losing your temper: {"I was too loud, that was not your fault"|a short sorry} {teaches more than perfection|is enough at that age}.',
      'With teenagers, side by side works better than face to face: {in the car|while cooking}, with {no questions at first|a topic of theirs}.',
      'Pick {one|a single} rule that matters to you this week, and {let the rest go|praise every time it works}.',
      'Ten minutes a day of {play that the child leads|undivided attention}, {no phone, no teaching|even on bad days}, often {eases the rest|takes the heat out}.',
      'Who could take {an hour|the evening shift} off you, {even badly|even if not your way}? A {parenting group|family centre} can also {lend a hand|be a relief}.',
    ],
  },
  low_mood: {
    situations: [
      'I have been {flat|grey|down} for {weeks|about two months}, and {there was no reason for it|nothing bad even happened}.',
      'Things I loved, {football|my guitar|the garden}, are {like cardboard|just tasks}; I {sit there and feel nothing|do not pick it up any more}.',
      'Getting up takes me {two hours|until noon}, and {the washing-up has been there since Sunday|I wear the same jumper}.',
      'I do not {answer messages|open the post} any more; {people have begun to give up on me|I let it ring}.',
      'I cry {in the car|over adverts} and {could not tell you why|then am empty for hours}.',
      'I have {no appetite|lost six kilos}, {food is like paper|I eat toast over the sink}.',
      'Every {winter|November} it {gets dark in me too|comes back}, and this time {it has not left in spring|it is heavier}.',
      'I {smile|function} at {work|the school gate} and {collapse behind the front door|nobody would guess}.',
      'My doctor gave me {tablets|antidepressants} {six weeks ago|in January}, and {I am not sure if they do anything|I am less sad and less everything}.',
      'Everything is {slow|an effort}, {thinking, talking, brushing my teeth|as if I walked through water}.',
      'Since {I retired|the redundancy|university ended}, {the days have no shape|I do not know what I am for}.',
      'I am {twenty-three|seventy-one} and {I feel finished|see no point in planning}; {my friends are busy living|the calendar is empty}.',
    ],
    feelings: [
      'It is not {sadness|pain}, it is {nothing|fog}.',
      'I am {a burden to everyone|no fun to be with}.',
      'I feel {hopeless|stuck}, as if {it will always be like this|someone turned the colour off}.',
      'I have no {energy|drive} for {anything|even the easy things}.',
      'I feel guilty, because {I have everything|others have it worse}.',
    ],
    tried: [
      'I made a plan for each day and {did not do one line of it|felt worse in the evening}.',
      'I go for a walk {now and then|round the block}, and {for an hour it lifts|come back just as heavy}.',
      'I {sleep|stay in bed} as much as I can, {so the day is shorter|and am never rested}.',
      'I had counselling {five years ago|at university}, and {it did help then|stopped when it got better}.',
      'My friend drags me to {choir|the gym}, and {I hate it and it is good for me|I cancel half the time}.',
    ],
    better: [
      'I would like to {want something again|laugh and mean it}.',
      'If I could {get up and shower|cook a meal} without {a battle|bargaining with myself}.',
      'To {look forward to|care about} {anything|a weekend}.',
      'Some {colour|lightness}, even for an afternoon.',
    ],
    reflections: [
      'The colour has gone out of {things|life}, and you {go through the motions|keep a face up for others}, which costs {even more strength|so much}.',
      'It sounds like {wading through water|living behind a pane of glass}, {day after day|without an end in sight}.',
      'You judge yourself for {not managing|being low}, on top of {being low|all the weight}.',
      'There does not need to be a {reason|disaster} for it; {low mood of this kind is real|this deserves care anyway}.',
      'You have pulled back from {people|what used to do you good}, and {the emptier the days, the heavier the mood|that circle closes by itself}.',
    ],
    suggestions: [
      'With low mood, action often comes before {motivation|wanting}: choose something {tiny|laughably small}, {open the curtains|five minutes outside}, and {do it by the clock|tick it off}.',
      'We could note what you do and how you feel {hour by hour|for a week}, to see what {lifts it by even one point|makes it heavier}.',
      'Please do tell your doctor about {appetite|the tablets}; {it can take weeks and doses can be changed|there are other options}.',
      'Is there one person you could {text|tell} "I am not doing well", {without explaining|just that}?',
      'Daylight in the {morning|first hour}, {regular meals|some movement} and {company|a fixed time to get up} are dull advice, and {they do carry|the evidence is good}.',
    ],
  },
} as const satisfies Record<string, TopicPhrases>;

export type Topic = keyof typeof TOPICS;

/** Situations that belong to two topics at once: the label is one of the two, and nobody could tell which from this alone. */
export const BETWEEN: readonly { topics: readonly [Topic, Topic]; text: string }[] = [
  {
    topics: ['sleep', 'anxiety'],
    text: 'At night my thoughts {race|circle} and I {lie there with a pounding heart|cannot switch off}; in the day I am {jittery|a wreck}.',
  },
  {
    topics: ['sleep', 'work_stress'],
    text: "I wake at four and {go through tomorrow's meetings|write emails in my head}, and then {the day at the office is a blur|I am useless at work}.",
  },
  {
    topics: ['sleep', 'parenting'],
    text: 'The little one {comes into our bed at two|wakes five times a night}, and {nobody in this house has slept since June|we are both zombies}.',
  },
  {
    topics: ['grief', 'low_mood'],
    text: 'Since {the funeral|she died} I {see no point in much|have not really left the house}, and {I am not sure it is still grief|it is all just grey}.',
  },
  {
    topics: ['grief', 'relationships'],
    text: 'After our {loss|son died} my {husband|wife} and I {mourn so differently|cannot find each other}; {he works, I cry|she talks, I go silent}.',
  },
  {
    topics: ['self_esteem', 'relationships'],
    text: 'My partner {jokes about my weight in front of friends|corrects how I speak}, and {I have begun to believe it|I laugh along and feel tiny}.',
  },
  {
    topics: ['self_esteem', 'work_stress'],
    text: 'At work I {rewrite each email six times|stay late to hide how slow I am}, because {they will see that I cannot do it|everyone else seems so capable}.',
  },
  {
    topics: ['self_esteem', 'low_mood'],
    text: 'I look at my life and see {a list of things I did not finish|nothing I am proud of}, and {most days I stay in bed|what is the use of trying}.',
  },
  {
    topics: ['anxiety', 'work_stress'],
    text: 'Before {the team meeting|each presentation} I {feel sick|cannot breathe properly}, and I {call in ill more and more|am afraid they notice}.',
  },
  {
    topics: ['anxiety', 'parenting'],
    text: 'I {check at night whether she still breathes|cannot let my son go on the school trip}, I {see accidents everywhere|imagine the worst every time}.',
  },
  {
    topics: ['parenting', 'relationships'],
    text: 'Since the baby came, {my wife and I only talk about nappies|he and I fight about who is more tired}; {we were a couple once|I feel like the nanny}.',
  },
  {
    topics: ['parenting', 'work_stress'],
    text: 'I {leave the office early and am the bad colleague|arrive late at day care and am the bad mother}, {every single day|and someone is always disappointed}.',
  },
  {
    topics: ['low_mood', 'relationships'],
    text: 'I have {pulled away|withdrawn} from my {girlfriend|husband|friends}; {she thinks I do not love her|they think I am angry}, and {I just feel nothing|I have nothing to give}.',
  },
  {
    topics: ['low_mood', 'work_stress'],
    text: 'I {sit in front of the screen|stare at the same spreadsheet} and {nothing moves|cannot start}; {I used to be good at this|it is not the workload, I think}.',
  },
];

/** Words that fit any topic. Openers among them say little: the topic then shows later in the conversation, or not at all. */
export const SHARED = {
  greetings: [
    'Hi.',
    'Hello.',
    'Hi there,',
    'Good evening.',
    'Hey.',
    'Hello, first time here.',
    'Hi, thank you for reading this.',
    '',
    '',
    '',
    '',
    '',
  ],
  vague: [
    'I do not really know where to {start|begin}.',
    'My {sister|GP|friend} said I should {talk to somebody|write to you}.',
    'It has {all become|got} too much {lately|these weeks}.',
    'I am not {myself|the person I was} {at the moment|any more}.',
    'I never thought I would {need this|write to a counsellor}.',
    'Something has to change, I {just do not know what|cannot go on as I do}.',
    'This may sound {small|trivial} to you.',
    'I have {put off|postponed} this for {months|far too long}.',
  ],
  feelings: [
    'I am {overwhelmed|worn down}.',
    'I {cry|could cry} at nothing.',
    'I am {tired|sick} of it.',
    'I feel {alone|very alone} with this.',
    'I am {angry|cross} most of the time.',
    'I cannot {concentrate|think straight}.',
    'I feel {stuck|trapped}.',
    'My stomach is {in knots|upset} all the time.',
    'I hardly {sleep|eat}.',
    'I {snap|bark} at the people I love.',
  ],
  asks: [
    'Is this {normal|usual}?',
    'What can I do?',
    'Does that ever {stop|get easier}?',
    'How do other people {manage|do it}?',
    'Where would I even begin?',
    'Am I {overreacting|making too much of it}?',
    'I would be glad of {any advice|a word from outside}.',
    'I just needed to {say it|get this out}.',
    '',
    '',
    '',
  ],
  thanksForWriting: [
    'Thank you for {telling me|writing} this.',
    'I am glad you {reached out|wrote}.',
    'That took {courage|some courage}.',
    'Thank you for your {trust|openness}.',
    'That sounds {really hard|heavy}.',
    'I can hear how much this {weighs on you|takes out of you}.',
    "I'm sorry you are going through this.",
    'Welcome, and take your time.',
  ],
  normal: [
    'You are {not alone|far from alone} with it.',
    'Many people I {speak|work} with know this.',
    'There is nothing {wrong|weak} in asking for help.',
    'It is an understandable {reaction|response} to what you describe.',
    '',
    '',
  ],
  askTime: [
    'How long has it been like this?',
    'When did you first notice it?',
    'Can you remember when that began?',
    'Is it there all the time, or are there better days?',
  ],
  askTried: [
    'What have you tried so far?',
    'Has anything helped, even a little?',
    'What do you do when it gets bad?',
    'How have you been coping until now?',
  ],
  askSupport: [
    'Who knows about it?',
    'Is there someone at your side?',
    'Have you been able to tell anybody?',
    'Who do you turn to when it is hard?',
  ],
  askBetter: [
    'If things were a little better, how would you notice?',
    'What would you wish for?',
    'What would a good day look like?',
    'Imagine a step in the right direction: what would it be?',
  ],
  time: [
    'It has been {two|three|five} months, {more or less|I think}.',
    'It began {after the summer|around New Year}, {slowly|bit by bit}.',
    'On and off since {I was a teenager|my twenties}.',
    'It is worse in the {mornings|evenings}, and {weekends are all right|by noon it eases}.',
    'For {years|as long as I can think}, but never like {this|now}.',
    'Since {the move|the pandemic|my operation}, I would say.',
    'Last {Thursday|weekend} was a good day, {I do not know why|when my brother was here}.',
    'I {could not tell you|never noticed a beginning}. It crept in.',
  ],
  support: [
    '{Nobody|No one}, really. I {do not want to be a burden|keep it to myself}.',
    'My {partner|wife|husband} knows {a bit of it|that I am not well}.',
    'My {sister|brother} {listens|calls every week}, but {she has her own troubles|lives far away}.',
    'I told {a colleague|my neighbour}, and {it was a relief|got a strange look}.',
    'In my {family|culture} you do not talk about {such things|feelings}.',
    'I go to {church|the mosque|temple} and {someone there prays with me|the imam was kind about it}.',
    'My {doctor|GP} does, and {has me on a waiting list|sent me here}.',
    'A friend {who went through the same|from school}. {She|He} {gets it|told me about you}.',
  ],
  bridges: [
    '{That|What you describe} is {useful|good} to know.',
    '{Thank you|Thanks}, that helps me {understand|see it}.',
    'I see.',
    'That makes sense.',
    'Mm, yes.',
    'I can imagine.',
    'Right.',
    'Thank you for being so {open|frank}.',
  ],
  reactions: [
    'I had not {seen|thought of} it like that.',
    'That is {easier said than done|a lot to ask}, but I {will try|can try it}.',
    'Okay. That sounds {doable|small enough}.',
    'Hm, I am {not sure|doubtful}, {to be honest|honestly}.',
    'It {helps|is good} to hear {that|it from someone}.',
    'I am {crying a little|a bit relieved} as I read this.',
    'I could {start on Monday|do that tonight}.',
    'And if it does not work?',
    'I will {write it down|think about it}.',
    'That is {more or less what my sister said|what I was afraid of}.',
  ],
  closings: [
    'You do not have to do it {all at once|alone}.',
    'We can look at it together {next time|in our next session}.',
    'Write to me how it {went|goes}, also if it {does not work|goes badly}.',
    'Be as {patient|kind} with yourself as you would be with {a friend|someone you love}.',
    'Small steps {count|are enough}.',
    'I will be here {on Thursday|next week} at the same time.',
    'If it gets {worse|heavier} before then, please {call us|do not wait}.',
    'Shall we {stop here for today|leave it there for now}?',
  ],
  thanks: [
    'Thank you.',
    'Thanks, this {helped|did me good}.',
    'Thank you for {listening|your time}.',
    'Okay. Thanks. I will {report back|let you know}.',
    'I did not expect to feel {lighter|better}, but I do.',
    'Until {next week|Thursday}, then.',
    'All right. One step.',
  ],
} as const;

/** Sentences that carry invented personal data; %s is the value. */
export const CARRIERS = {
  email: [
    'You can {reach|write to} me at %s, I {read it on the train|check it at night}.',
    'Please send {the worksheet|the sleep diary|it} to %s.',
    'My old address was %s, the account still works.',
    'I signed up as %s, in case you {look for my file|need it}.',
  ],
  phone: [
    'If you {prefer to call|want to ring}, my number is %s.',
    'Could someone call me back on %s {after six|in the afternoon}?',
    'My {sister|husband} is my emergency contact, %s.',
    'The practice gave me %s, and {nobody picks up|it is always busy}.',
  ],
  ssn: [
    'The insurance form wants my social security number, it is %s, {is that all right|do you need it too}?',
    'For the {sick note|claim}, my SSN is %s.',
    'They asked for it twice already: SSN %s.',
  ],
  credit_card: [
    'I tried to pay for the session with %s and {it was declined|the page froze}.',
    'You can charge the card %s as {before|last time}.',
    'They took the money from my card, %s, {two times|without asking}.',
  ],
  ip_address: [
    '{He|My ex} even {wrote down|posted} my IP address, %s, {can you believe it|and I am scared}.',
    'The site said I was blocked, something about %s.',
    'Your {chat|app} showed %s and {threw me out|an error} {twice|last time}.',
  ],
  url: [
    'I wrote about it here: %s',
    'There is a {forum|thread} I read at night, %s and it {makes it worse|pulls me in}.',
    'My {drawings|photos} are on %s if you {are curious|want to see}.',
    'I found the test on %s and {scored high|did not like the result}.',
  ],
} as const;
export type PersonalDataKind = keyof typeof CARRIERS;

/**
 * Turns that say somebody's life may be at risk, with the answer of a counsellor: warm, direct, no judgement, no
 * method, a person and a helpline at once. They are few and hold no detail that could harm.
 */
export const CRISIS: readonly {
  type: string;
  topic: Topic;
  user: string;
  assistant: string;
  reply: string;
  end: string;
}[] = [
  {
    type: 'suicidal_ideation',
    topic: 'low_mood',
    user: 'I have to say it once: lately I think about ending my life. Not every hour, but it is there when I wake up.',
    assistant:
      'Thank you for saying it to me. I am really glad you did, and I take it seriously. Are you safe right now, and is somebody with you? If you might act on it, please call your local emergency number now; in the United States you can call or text 988 at any hour, and a person will answer.',
    reply: 'I am at home, my brother is downstairs. I would not do it tonight.',
    end: 'I am relieved that he is near. Would you go down and tell him what you told me, or shall we call him together? I would like us to write a safety plan with you: who you call, what keeps you here, where you go when it gets worse.',
  },
  {
    type: 'passive_death_wish',
    topic: 'grief',
    user: 'Sometimes I wish I would just not wake up, then I would be with her again. I have not told anyone.',
    assistant:
      'You miss her so much that being dead seems like being close to her. Thank you for trusting me with that. I want to ask you openly: do you think of killing yourself, or is it the wish that the pain would stop? You can talk to somebody at once, day or night, on 988 in the United States or through your local emergency number.',
    reply: 'It is the wish that it stops. I have my grandchildren, I would not leave them.',
    end: 'They are a strong reason. Let us agree whom you will call if the wish grows stronger than that, and I would like to hear from you tomorrow, not next week.',
  },
  {
    type: 'self_harm',
    topic: 'self_esteem',
    user: 'When I hate myself like that, I hurt myself. I did it again on Friday and nobody knows.',
    assistant:
      'That must be a very lonely secret, and I am glad you are not alone with it any more. Do you need a doctor to look at it? I am not here to judge it: it seems to be how you get through a feeling that is too big. If you are afraid of going further, please call a crisis line, in the United States 988, or your emergency number.',
    reply: 'It does not need a doctor. I am ashamed. I do want it to stop.',
    end: 'Wanting it to stop is where we start. Could you tell one person you trust today? And let us find, for the next wave, some things that bring you through the first ten minutes, and whom you call if they do not.',
  },
  {
    type: 'suicidal_ideation',
    topic: 'work_stress',
    user: 'I sat in the car park after the shift and thought that everyone would be better off if I was dead. It scared me.',
    assistant:
      'It scared you, and you told somebody: that is exactly right. People do not become better off. Are you having that thought now, and have you thought of how or when? If so, please stay with somebody and call emergency services, or 988 in the United States, right away. I will stay here with you while you do it.',
    reply: 'Not now. It was there for a moment and went. No plan.',
    end: 'Thank you for answering so plainly. I would like you to see your doctor this week about this, and not go to the car park alone tomorrow: who could meet you after the shift?',
  },
  {
    type: 'harm_by_others',
    topic: 'relationships',
    user: 'Last night he put his hands on me and said next time he would kill me. The children heard it.',
    assistant:
      'I am so sorry. That is a threat to your life, and it is not your fault. Are you and the children safe at this moment? If he is near or may come, call the emergency number now. A domestic violence helpline can plan a safe way out with you, in secret and for free; your emergency number can put you through as well.',
    reply: 'He is at work until five. My aunt would take us.',
    end: 'Then your aunt may be the first step, today, before five. Take the papers you need only if it costs no time. I will give you the number of a shelter as well, and you can call me from there.',
  },
  {
    type: 'concern_for_other',
    topic: 'parenting',
    user: "I found a note in my daughter's room that she wants to die. She is at school. I am shaking.",
    assistant:
      'Of course you are. You did right to write at once. Please have the school stay with her now and go to her; tell her you found it, that you are not angry, and that you love her. Ask her directly whether she wants to kill herself: asking does not plant the idea. Emergency services, or 988 in the United States, will help you both today.',
    reply: 'The school nurse is with her. I am on my way.',
    end: 'Good. Stay with her tonight, and let a doctor or a crisis team see her today. You do not have to find the right words, being there is the message. Call me when you have her with you.',
  },
  {
    type: 'suicidal_ideation',
    topic: 'anxiety',
    user: 'After three attacks in one day I thought I would rather be dead than feel that once more. I am afraid of myself now.',
    assistant:
      'Three in one day would wear anybody out, and I hear how desperate it got. Thank you for telling me. Are you thinking of taking your life at this moment? If there is any chance of it, please call your emergency number or 988 in the United States, and let somebody sit with you.',
    reply: 'No. It was the fear talking. My flatmate is making tea.',
    end: 'I am glad of the tea and of the flatmate. Please let your flatmate know about the thought too. Tomorrow we look at the attacks with your doctor, because this can be treated, and tonight you only need to get through tonight.',
  },
  {
    type: 'passive_death_wish',
    topic: 'sleep',
    user: 'After all these nights I catch myself hoping for a sleep that does not end. I do not know if that is a wish to die.',
    assistant:
      'It is good that you ask it out loud. So many nights without rest make thoughts very dark. Have you thought about ending your life, or is it rest that you long for? Either way you need not carry it until our next session: a crisis line, 988 in the United States, is awake when you are.',
    reply: 'Rest, I think. But I will save the number.',
    end: 'Please do, and show it to somebody at home as well. I will write to your doctor with you today, so that the nights get treated and not only endured. If it becomes a wish to die, call at once, do not wait for me.',
  },
];

/** Figures of speech that sound like danger and are none: a detector has to leave them alone. */
export const NOT_CRISIS: readonly { topic: Topic; text: string }[] = [
  { topic: 'work_stress', text: 'This deadline is killing me, as we say in the office.' },
  { topic: 'anxiety', text: 'I could have died of embarrassment, that is how red I was.' },
  {
    topic: 'parenting',
    text: 'My mother will kill me when she sees the carpet, that is what he said, and we both laughed.',
  },
  { topic: 'relationships', text: 'We were dead tired and said things we did not mean.' },
  { topic: 'self_esteem', text: 'My joke died on the spot and nobody laughed.' },
  { topic: 'sleep', text: 'I would kill for eight hours in a row.' },
];
