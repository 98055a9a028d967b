/** Our own writing: what people in distress, and people at ease, say. `{a|b}` is a choice. */
export const SEEKER: Readonly<Record<string, readonly string[]>> = {
  anxiety: [
    'My heart {races|pounds} whenever I have to {speak up in a meeting|answer the phone|leave the flat}.',
    'I worry about everything, {the bills|my health|what people think}, and I cannot switch it off at night.',
    'I had another panic attack {on the train|in the supermarket|before work} and had to get out.',
    'I keep checking the {door|stove|email} because something awful might happen if I do not.',
    'I am so nervous about the exam that I {cannot eat|feel sick every morning}.',
  ],
  depression: [
    'I have no energy {lately|for months now}. Getting out of bed feels {pointless|impossible}.',
    'Nothing is fun any more. I used to love {painting|running|cooking} and now I just stare at the wall.',
    'I feel worthless, like I am a burden to {my family|everyone}.',
    'I have been feeling so empty and hopeless since {the winter|I lost the job}.',
    'I cry {every evening|in the car} and I do not even know why.',
  ],
  trauma: [
    'Since the {accident|assault} I get flashbacks and nightmares {most nights|twice a week}.',
    'My {uncle|stepfather} was abusive when I was small and I never told anyone.',
    'Loud noises make me freeze; it is like I am back {there|in the car}.',
    'I cannot let anyone stand behind me since what happened.',
  ],
  addiction: [
    'I was sober for {ninety days|a year} and relapsed {on Friday|at the wedding}.',
    'I keep telling myself only one drink and then it is {six|a whole bottle}.',
    'My gambling is out of control and I have hidden the {debts|letters} from my partner.',
    'I want to quit smoking weed but every evening I give in.',
  ],
  relationships: [
    'My {boyfriend|girlfriend|husband|wife} and I argue about {money|the phone|chores} every single day.',
    'He broke up with me by text after {three|five} years and I cannot stop thinking about him.',
    'I found messages from someone else on her phone. I do not know whether to stay.',
    'I always end up with partners who {ignore me|need saving}.',
  ],
  grief: [
    'My {mum|father|sister|best friend} passed away {in March|last year} and everybody acts as if it is over.',
    'I still set the table for two since he died.',
    'The funeral was {a month|two weeks} ago and I have not cried yet. Is that normal?',
    'Our dog died and I am grieving more than I thought I would.',
  ],
  stress: [
    'Work is too much: {deadlines|emails|night shifts} on top of the {kids|move|exams}.',
    'I am completely burned out but I cannot afford to stop.',
    'My boss keeps adding tasks and I feel overwhelmed {all the time|by noon}.',
    'Between caring for my mother and my job I have no minute for myself.',
  ],
  self_esteem: [
    'I am not good enough for {this job|anyone}. Everyone else seems to manage.',
    'When I look in the mirror I only see what is wrong with me.',
    'I say sorry for everything, even for taking up space.',
    'I got promoted and all I think is that they will find out I am a fraud.',
  ],
  anger: [
    'I yelled at my {son|partner|colleague} again over nothing and then I hated myself.',
    'I go from calm to furious in seconds. I {slammed the door|threw a plate}.',
    'I resent my brother for leaving me with all of it.',
  ],
  eating_disorders: [
    'I count every calorie and panic if I eat {bread|anything} I did not plan.',
    'I binge at night and then skip meals for {a day|two days} out of shame.',
    'Everyone says I look thin but I feel huge.',
  ],
};

export const SEEKER_MORE: readonly string[] = [
  'I do not know, it just {feels heavy|comes over me}.',
  'Maybe. I never thought about it {like that|that way}.',
  'Yes, that is exactly it.',
  'It started {about a year ago|when I changed schools|after the move}.',
  'I guess I am afraid of what would happen if I let go.',
  'My {sister|mother|friend} says I should just snap out of it.',
  'I tried that once but it did not {last|help much}.',
  'Honestly I feel a bit lighter just saying it.',
  'I suppose I have always been the one who holds everything together.',
  'I am not sure I can do that, but I could try.',
  'It was a hard week. I hardly {slept|left the house}.',
  'When that happens I {shut down|go quiet|want to run}.',
];

export const EMPATHIC: readonly string[] = [
  'I am so sorry to hear that. That must be really hard for you.',
  'Oh no, that sounds {awful|exhausting}. How are you holding up?',
  'It makes sense that you feel that way after all of this.',
  'I can imagine how {lonely|scary|painful} that must have been.',
  'That must have been such a shock. How did you feel afterwards?',
  'I hear you. It is okay to feel sad about it.',
  'You have been carrying so much. I understand why you are tired.',
  'I am glad you told me. Nobody should go through that alone.',
  'Wow, congratulations! You must be so proud.',
  'That is understandable. Anybody would be upset.',
  'I feel for you. Do you have someone to talk to?',
];

export const EMOTION_STORIES: readonly string[] = [
  'I was so {happy|proud} when my daughter took her first steps {yesterday|last week}.',
  "I felt so {guilty|ashamed} because I forgot my best friend's birthday.",
  'My neighbour keeps parking in my spot and I was furious.',
  'I am really excited, we are getting a puppy {tomorrow|this weekend}!',
  'I was home alone and heard a noise downstairs. I was so scared.',
  'My flight got cancelled and I was so disappointed.',
  "I miss my grandmother's kitchen. The smell of bread always brings it back.",
  'I was nervous about the interview but I feel prepared now.',
  'My roommate ate my lunch again. It made me so annoyed.',
  'I found my old diary and felt nostalgic all evening.',
  'I trust my brother completely, he lent me his car without a question.',
  'I was surprised when they threw me a party.',
];

export const PEER: readonly string[] = [
  'Same here. I went through the same thing {last year|when I was nineteen} and it does get better.',
  'You are not alone in this. For me it was mornings that were the worst.',
  'I have been there. What helped me was {walking|a routine|telling one friend}.',
  'Sending hugs. Hang in there, we are here for you.',
  'I can relate so much. Anyone else feel like this after {work|holidays}?',
  'Thanks for sharing this, it took me years to say it out loud.',
  'Stay strong. I am {forty|two hundred} days sober and it started with one.',
  'Me too. I still have bad days but you got this.',
  'In my experience meds took a few weeks. Be kind to yourself.',
  'My sponsor always says one day at a time.',
];

export const POST_OPENERS: readonly string[] = [
  'Throwaway because people I know are on here.',
  'Does anyone else feel like this?',
  'Sorry for the long post.',
  'First time posting, just need to vent.',
  'Idk what to do anymore tbh.',
  'Any advice is welcome.',
  'Long time lurker.',
  'I just need to tell someone.',
  'Has anyone been through this?',
  'Not sure if this is the right place.',
];

export const ADVICE: readonly string[] = [
  'Thank you for your question. What you describe is more common than you may think. I would suggest finding a therapist in your area who works with {anxiety|couples|grief}, and in the meantime try to keep a regular rhythm of sleep and meals.',
  'It takes courage to ask for help. You should consider talking to a licensed counselor about where these feelings began. It may help to write down when they come and what happened before.',
  'Relationships ask a lot of us. I recommend that the two of you set aside a time each week to talk without phones, and if it stays hard, see a couples counselor.',
  'Hello, and thanks for reaching out. As a therapist I often see that people blame themselves first. Try to speak to yourself as you would to a friend. Best of luck!',
  'There are several things you could try. Slow breathing, time outdoors, and reaching out to people you trust are a first step. If it goes on for weeks, seek professional help.',
  'I am sorry you are in this position. In my practice I ask my clients to notice what they need before they say yes. Have you tried saying that you will think about it?',
  'This is a good question for a counselor who knows your history. In general it can help to be patient with yourself, to name the loss, and to let others carry some of the load.',
  'Your feelings are telling you something. Consider what you would want if fear were not deciding. A psychologist can help you sort that out.',
  'First, please know that you do not have to decide today. I hope this helps: talk to your doctor, rule out a physical cause, and then look for a counselor you feel safe with.',
];

export const THERAPIST: readonly string[] = [
  'What brings you here today?',
  'How have you been since our last session?',
  'Tell me more about that.',
  'What was that like for you?',
  'I noticed that you looked down when you said {that|his name}.',
  'Can you say more about the part that hurts?',
  'Let us stay with that for a moment.',
  'What do you need right now?',
  'I am wondering what would happen if you told {her|him|them}.',
  'So on the one hand you want to go, and on the other it frightens you.',
  'Before we finish, what do you take with you from today?',
  'It sounds like that has been with you for a long time.',
  'Last week we talked about {sleep|your work}; how did it go?',
  'On a scale from one to ten, how strong is it now?',
];

export const SUPPORTER: readonly string[] = [
  'Hello, how are you doing today? What would you like to talk about?',
  'I understand. It sounds like you are under a lot of pressure.',
  'Have you tried to talk to {your manager|her|a friend} about it?',
  'Many people feel like that after a breakup; I did too.',
  'You could try to make a small list and only do the first thing.',
  'You are stronger than you think, you reached out today.',
  'May I ask how long you have been feeling that way?',
  'So you feel hurt because they did not {ask|call} you.',
  'I hope it gets better soon. Take care of yourself!',
  'Is there anything else that worries you?',
];

export const SERVICE: readonly (readonly [string, string])[] = [
  [
    'I cannot log in to the {counselling portal|app} and my appointment is in an hour.',
    'Thank you for contacting us. How can I help you get back in? Let me check your account.',
  ],
  [
    'Is the helpline open at night?',
    'Our volunteers answer until midnight. I can connect you with a service that is open all night.',
  ],
  [
    'My order has not arrived and I am really upset.',
    'I am sorry for the trouble. Let me check the status of the order for you.',
  ],
  [
    'I need to change the date of my {visit|appointment}.',
    'Of course. Is there anything else I can help you with today?',
  ],
  [
    'I do not know which support group fits me.',
    'We have resources for carers and for students; which of them sounds closer?',
  ],
  [
    'Someone charged my card twice and I feel panicky.',
    'I understand the worry. I opened a ticket and billing will answer today.',
  ],
];

export const SMALL_TALK: readonly (readonly [string, string])[] = [
  [
    'Hi! Do you like {movies|concerts|board games}?',
    'Sure, I saw a good one {last weekend|on Friday}. What about you?',
  ],
  ['What do you do for a living?', 'I am a {nurse|teacher|baker}, and on weekends I play guitar in a band.'],
  ['Did you know that octopuses have three hearts?', 'Haha, no way. I read that they can open jars too.'],
  ['I love {pizza|sushi|coffee}. Could eat it every day.', 'Same! There is a nice place near my house.'],
  ['Are you following football this season?', 'Not really, I am more of a basketball person.'],
  ['My dog ate my shoe again.', 'Lol, mine only steals socks.'],
  ['Any plans for the vacation?', 'We want to travel to the coast and do nothing.'],
  ['The weather is terrible today.', 'Yeah, I stayed in and read a book.'],
  ['What is your favorite music?', 'Mostly jazz, and some {hip hop|rock} when I cook.'],
  ['Guess what, I got the tickets!', 'Oh my god, that is awesome! When is it?'],
  ['Hey, are you coming to {the party|dinner} or not?', 'I told you, I have to work late. Save me some cake.'],
  ['Where did you put my keys?', 'Do not look at me, you had them last.'],
  ['I cannot believe you told her!', 'She asked! What was I supposed to say?'],
  ['The president gave a long speech about trade.', 'I did not watch it. Was it interesting?'],
  ['Could you tell me the way to the station?', 'Go straight on and turn left at the bank.'],
];
