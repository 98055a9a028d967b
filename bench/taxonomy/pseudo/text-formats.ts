/** What people ask of an assistant, none of it about health. */
export const REQUESTS: readonly string[] = [
  'Write a {short|long} {story|poem|email} about a {lost key|rainy day|garden}.',
  'Explain {photosynthesis|inflation|recursion} to a {child|beginner}.',
  'List {five|ten} ways to {save money|learn {Spanish|French}|store apples}.',
  'Summarize the {article|paragraph} below in {two|three} sentences.',
  'Translate the sentence into {German|French|Hindi}: The train is late.',
  'What is the capital of {Peru|Norway|Kenya}?',
  'How do I {kill a process in Linux|terminate a contract|sharpen a knife|bake bread}?',
  'Classify the {review|sentence} as positive or negative: The room was clean.',
  'Give me a recipe for {lentil soup|pancakes}.',
  'Generate a {title|slogan} for a {bakery|bike shop}.',
  'Is it legal to {film a police officer|copy a house key}?',
  'Suggest a name for a {cat|boat|start-up}.',
  'Design a quiz on {volcanoes|the moon}.',
  'Can you rewrite this {more politely|in plain words}: Send it now.',
  'Where can I {shoot a good photo|buy fresh fish}?',
  'Pretend you are a {pirate|tour guide} and greet me.',
];

/** How a model answers them, and how it declines. */
export const ANSWERS: readonly string[] = [
  'Sure! Here is {a short version|one way to do it}: first gather what you need, then go step by step.',
  '{Certainly|Of course}! 1. Start small.\n2. Keep notes.\n3. Review what you have learned.',
  'The answer is {simple|known}: it depends on {place and time|how much you use}.',
  "I'm sorry, but I can't help with that request.",
  'As an AI language model, I do not have personal {opinions|experiences}, but here is an overview.',
  'In summary, there are {two|three} points to keep in mind. Additionally, it is important to check the source.',
  'Once upon a time there was a {gardener|sailor} who had lost the way home.',
];

/** Reviews and remarks on things of daily life. */
export const REVIEWS: readonly string[] = [
  'The {room|food|service} was {great|poor|slow}, and the staff were {friendly|rude}.',
  'This {film|book} {moved|bored} me from the first {scene|page} to the last.',
  'I bought the {phone|kettle} last month and it {works well|broke twice}.',
  'The {striker|goalkeeper} played {better|worse} than last season.',
  'Prices went {up|down} again, said the {minister|bank} on {Monday|Friday}.',
  'A {man|woman} in a {red|blue} jacket walks a dog {in the park|by the river}.',
];

/** What an interviewer who assesses asks, and what is answered, as it is typed from a tape. */
export const ASSESSING: readonly (readonly [string, string])[] = [
  ['how are you doing today', "i'm {okay|alright|tired} um a bit nervous"],
  ['when was the last time you felt really happy', 'uh {last summer|i can not remember} <laughter>'],
  ['have you ever been diagnosed with {depression|p t s d}', '{yes|no} {two years ago|i have not}'],
  ["how easy is it for you to get a good night's sleep", "it's {hard|not easy} i wake up at {three|four}"],
  ['what are you like when you do not sleep well', '{irritable|slow} and i can not concentrate'],
  ['how often do you feel down', '{most days|a few days a week}'],
  ['have you noticed any changes in your behavior or thoughts lately', 'i stay at home more'],
  ['do you still go to therapy now', '{no|yes} i {stopped|go} {last year|every month}'],
  ['where are you from originally', '{chicago|here in the city}'],
  ['how long have you had trouble with your appetite', 'since {march|the accident}'],
];

/** Posts as they stand in collections from social media. */
export const SHORT_POSTS: readonly string[] = [
  "can't sleep again, {third|fourth} night in a row, my head won't stop",
  'i {hate|am so tired of} pretending that i am fine',
  '{nobody|no one} would notice if i was gone',
  'had a good day for once, {went for a run|saw my friends} and felt okay',
  'my {meds|pills} make me {numb|sleepy} but the panic is less',
  'is it normal to feel {empty|nothing} after a {breakup|funeral}?',
  'every day is the same, work, bed, {cry|scroll}, repeat',
  '{exam|deadline} tomorrow and i have not started, wish me luck',
];

/** A short clinical note as it is typed. */
export const SHORTHAND: readonly string[] = [
  'Pt {f|m}{34|51}, c/o low mood 3/12, poor sleep, nil SI. On sertraline 50mg. Plan: inc to 100mg, r/v 2/52.',
  'Tel consult. Anxious ++, palps, no CP. Bloods nad. Ref IAPT. Safety net given.',
  'Hx bipolar. Lithium level 0.7. MSE: euthymic, nil psychosis, insight good. Cont. r/v 3/12.',
  '{Wt|BP} stable. EDs bulimia, purging x{2|4}/wk. K+ checked. Dietitian ref. Rx fluoxetine.',
  'Postnatal {6|8}/52, EPDS {14|18}, tearful, bonding ok, no thoughts of harm. HV informed.',
];
