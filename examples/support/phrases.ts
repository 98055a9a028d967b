/**
 * The sentences of the support example: the help desk of an invented service for booking online counselling. Our own
 * writing. `{a|b}` stands for one of the alternatives, which may nest.
 */
export interface IssuePhrases {
  readonly problems: readonly string[];
  readonly details: readonly string[];
  /** One for each problem, in the same order. */
  readonly answers: readonly string[];
}

export const ISSUES = {
  booking: {
    problems: [
      'I {need|want} to move my {session|appointment} from {Tuesday|Friday} to {any evening|the week after}, and the {calendar|page} shows {no free slot|only grey boxes}.',
      'My counsellor {cancelled|did not show up} {this morning|at the last minute}, {who tells me when we go on|and I took a day off for it}.',
      'I {booked|have} two sessions at the same time {by mistake|somehow}, can you {remove one|drop the second}?',
      'How do I {change|switch to} {another counsellor|somebody who speaks Spanish} without {starting over|losing my place}?',
      'The {waiting list|queue} said {two weeks|ten days}, that was in {March|spring}.',
      'The time in the {reminder|confirmation} is an hour {later|earlier} than the one I chose, I {live in another time zone|am travelling}.',
    ],
    details: [
      'The session is {on the 14th|next Monday} at {ten|six}.',
      'I can do {mornings|any day but Wednesday}.',
      'It said "{slot no longer available|please choose again}".',
      'My counsellor is {very kind|new}, I do not want to {lose her|offend him}.',
    ],
    answers: [
      'I moved {it|your session} to {Thursday at six|the 21st at nine}; a confirmation is on its way.',
      'I am sorry, that should not happen. I {asked your counsellor for three dates|found a free slot on Monday}; please {pick one|confirm it} under Sessions. {You will not pay for the lost hour.|The lost hour is free.}',
      'I removed the {second|later} one and {nothing is charged for it|you get the fee back}.',
      'You can change counsellors under Profile, Care team; your {notes go along only if you agree|history stays}, and {you keep your place|you can filter by language}.',
      'The list moved {slowly|less than we hoped}: you are {third|number five} now. If you can do {mornings|short notice}, {it goes faster|tell me and I look for a gap}.',
      'The calendar shows the {time zone of your device|local time}; I set it to {yours|Lisbon}, so that {the hour fits now|the reminder is right too}.',
    ],
  },
  billing: {
    problems: [
      'I was charged {twice|double} for {the session of last week|May}, {please return one|what is going on}.',
      'Where do I find {an invoice|a receipt} for {my tax return|the whole year}?',
      'I cancelled {in time|two days before} and you still took {the fee|forty euros}.',
      'My {discount|student rate} is {gone|not applied} since {the renewal|January}.',
      'I {paid|transferred} on {Monday|the first} and the account still says {unpaid|payment due}.',
      'Does the {subscription|monthly plan} {renew by itself|go on if I pause}? I see a {strange amount|price I never agreed to} on my statement.',
    ],
    details: [
      'The amount is {58.00|39.90|116}.',
      'I have the bank statement {here|open}.',
      'It was the {second|third} time.',
      'I only {had one session|joined in April}.',
    ],
    answers: [
      'You are right, there are two payments; I {refunded one|sent one back}, it takes {three to five|up to seven} days.',
      'Invoices lie under Account, Payments; {I attached the one of May|the yearly one is a PDF at the bottom}.',
      'The fee was an error, since you cancelled {more than a day|48 hours} ahead. It is {returned|credited}.',
      'The rate ended because {the proof was a year old|the code ran out}. Please {upload a new one|send a new proof}, and I {apply it to this month too|correct the invoice}.',
      'Transfers take {two|three} working days to show. I {see it now|marked it as paid}, so {you need do nothing|the reminder is void}.',
      'The plan renews on the {first|3rd} unless you pause it; I {paused it|ended it as of today}, and {the difference is returned|paid sessions stay yours}.',
    ],
  },
  login: {
    problems: [
      'I {cannot|can not} {log in|get in}, it says my password is {wrong|expired} and {it is not|I just changed it}.',
      'The {code|text message} for the second step {never arrives|comes after it expired}.',
      'I have a new {phone|number} and the {authenticator|app} is on the old one.',
      'My account is {locked|blocked} after {three|too many} tries, {my session is in an hour|I need my notes}.',
      'The {reset link|link in the mail} {leads to an empty page|says invalid token}.',
      'I get logged out {every five minutes|in the middle of the chat}, and must {start again|type everything anew}.',
    ],
    details: [
      'I tried {two browsers|the app and the website}.',
      'I use {an older tablet|my work laptop}.',
      'I looked in {spam|all folders}.',
      'It worked {yesterday|until the update}.',
    ],
    answers: [
      'I {ended all old sessions|unlocked it}; please {set a new password|use the link that I just sent}, it is good for {thirty minutes|an hour}.',
      'Some {operators|networks} delay our messages. I switched the second step to {e-mail|an app}, {please try it now|the code comes at once}.',
      'I {removed the old device|reset the second step} after {the security questions|checking who you are}; at the next sign-in you {scan a new code|can add the new phone}.',
      'The lock {ends after an hour|is gone}; I {lifted it|opened the door} so that you are in time. Please {go slowly with the password|use the reset if unsure}.',
      'Reset links work once and {the newest counts|older ones expire}; please {open the last one|ask for a fresh one}.',
      'Being logged out points to {blocked cookies|a private window}; {allow them for our page|try it without}. {Drafts are kept from today on.|The chat keeps your text now.}',
    ],
  },
  video_call: {
    problems: [
      'In the {session|call} I could {see|hear} her, but she {could not hear|did not see} me.',
      'The {picture|video} {freezes|breaks up} after {ten|five} minutes and then {the call drops|I get thrown out}.',
      'The {camera|microphone} is {not found|black}, {in other programs it works|I gave permission}.',
      'There is a terrible {echo|noise}, {we ended up on the phone|I hear myself twice}.',
      'The {button|link} to join the room {does nothing|is grey}, and my session {starts now|began ten minutes ago}.',
      'Since the {update|new version} the app {closes|hangs} when {the counsellor joins|I turn the phone}.',
    ],
    details: [
      'My connection is {fast enough|fibre}.',
      'I was on {mobile data|the train}.',
      'I use {headphones|an old laptop}.',
      'We lost {half of the hour|twenty minutes}.',
    ],
    answers: [
      'Please choose the {microphone|camera} under the gear in the room; {the browser had another one|it takes the last one used}.',
      'With a weak line, {turn off HD|close other windows}; the call then {holds|goes on with sound first}. I {gave back the lost time|added a free session}.',
      'Another program may hold {it|the device}: {close it|restart the browser}, then allow access {when asked|by the lock beside the address}.',
      'An echo comes from {open speakers|two open windows}; {headphones|one window only} {solve it|do the trick} on either side.',
      'The door opens {five minutes before|at the full hour}; if it stays grey, {reload the page|use the link in the mail}. I {told your counsellor|wrote to her that you are there}.',
      'The fault is ours, the update {is being mended|was withdrawn}; {update to 4.2.1|the web page works meanwhile}.',
    ],
  },
  privacy: {
    problems: [
      'Who can {read|see} what I write to my counsellor? {My employer pays for this|I share a computer}.',
      'Please {delete|erase} my account and {all that is in it|every note}, I {stopped in June|do not want traces}.',
      'I want a copy of {my data|everything you keep about me}.',
      "I got {a mail meant for somebody else|another client's reminder}, {does someone have mine|that is alarming}.",
      'My {husband|father} {opened|found} the notifications on {the family tablet|my phone}, how do I {hide|silence} them?',
      'Are the sessions {recorded|used for training}? I did not {agree to that|tick any box}.',
    ],
    details: [
      'I ask {for a reason|because of a court case}.',
      'Please {answer in writing|do not call}.',
      'I {found nothing|got lost} in your policy.',
      'It is {urgent|important to me}.',
    ],
    answers: [
      'Only you and your counsellor read it; your employer sees {a number of sessions|an invoice without names}, nothing else.',
      'I started the deletion; it is complete in {thirty days|four weeks}, and until then {you can stop it|nobody reads it}.',
      'Your copy will lie under Privacy, Export within {two|three} days, {protected by a password|for you alone}.',
      'Thank you for telling us. I passed it to {our data protection officer|the team for incidents}, who writes to you {today|within a day}.',
      'Under Settings, Notifications, choose {discreet|silent}: they then {say nothing of us|show a plain reminder}. {Shall I do it for you?|A screen lock for the app is there too.}',
      'Nothing is recorded, and nothing is used {for training|beyond your care} unless you {agree in writing|tick the box yourself}; {yours is not ticked|you have not}.',
    ],
  },
  insurance: {
    problems: [
      'Does my {insurance|health plan} cover {this|online counselling}, and {how many sessions|what is my share}?',
      'The {insurer|fund} wants {a diagnosis code|a report}, and I do not {have one|want to send it}.',
      'My {claim|form} was {rejected|returned}, {they say you are not on the list|a signature is missing}.',
      'I need a {letter|statement} for my {employer|school} that I {attend|take part}, {without saying why|just the dates}.',
      'I {changed|lost} my insurance {in May|this month}, what about the sessions {already approved|that are planned}?',
      'The {referral|prescription} from my doctor {expired|is from another state}, {do I need a new one|can you still use it}?',
    ],
    details: [
      'The deadline is {Friday|the 30th}.',
      'I sent it {by post|twice}.',
      'The person on the phone {did not know|gave me another answer}.',
      'I would have to {stop|pay it all} otherwise.',
    ],
    answers: [
      'We are {in network|listed} with most plans; {yours covers eight sessions|I put the list under Help}, you pay {the usual share|the copayment}.',
      'Your counsellor can write a {short form|statement} with {only what the plan may ask|dates and no content}; shall I {request it|pass it on}?',
      'The signature was {ours to give|missing on page two}; I {sent the form again|attached it}, so you {need do nothing|only sign}.',
      'The statement is {ready|under Documents}: {your name and the dates|two lines}, no reason, {signed by us|on neutral paper}.',
      'Approved sessions {stay valid|must be approved anew}; please {upload the new card|tell me the plan}, and I ask {them|for you}.',
      'We can use it for {the sessions begun|ninety days}; after that {a new one is needed|your doctor can send it by fax or portal}.',
    ],
  },
} as const satisfies Record<string, IssuePhrases>;
export type Issue = keyof typeof ISSUES;

/** One message, two matters: the label is one of the two. */
export const BETWEEN_ISSUES: readonly { issues: readonly [Issue, Issue]; text: string }[] = [
  {
    issues: ['booking', 'billing'],
    text: 'My counsellor cancelled {on Monday|twice} and I {was charged|paid} all the same, {and no new date|what now}?',
  },
  {
    issues: ['booking', 'login'],
    text: 'I {want to book|need my next session} and {cannot get past the sign-in|the page throws me out at the calendar}.',
  },
  {
    issues: ['billing', 'insurance'],
    text: 'You charged the full price, although {my plan pays half|it was approved}, {please correct it|who has to move}?',
  },
  {
    issues: ['login', 'privacy'],
    text: 'Somebody {else was in my account|logged in from another town}, {how can that be|please close it}.',
  },
  {
    issues: ['video_call', 'billing'],
    text: 'The {call dropped|sound failed} after ten minutes and I {paid for fifty|see the full fee}.',
  },
  {
    issues: ['video_call', 'booking'],
    text: 'I {waited alone in the room|stared at a black screen} until {half past|the end}, was it {cancelled|the wrong day}?',
  },
  {
    issues: ['privacy', 'insurance'],
    text: 'What do you {send|tell} to my {insurer|health plan} about {what I say|the sessions}?',
  },
];

export const SUPPORT_SHARED = {
  openers: ['Hi!', 'Hello.', 'Good morning,\n', 'Dear team,\n', 'Hey.', 'To whom it may concern,\n', '', '', '', ''],
  moods: [
    'I am {really annoyed|not amused}.',
    'Sorry to {bother you|write again}.',
    'I am {new here|not good with computers}.',
    'This is {the third time I write|urgent}.',
    'I {like|am happy with} the service otherwise.',
    '',
    '',
    '',
    '',
  ],
  ends: [
    'Thanks!',
    'Please help.',
    'Regards',
    'Many thanks in advance.',
    'Can you look into it?',
    'What should I do?',
    '',
    '',
    '',
  ],
  betweenAnswers: [
    'I see two things in this; {one is done|I mended what I could}, and {a colleague takes the other|the rest follows today}.',
    'I {forwarded|passed} it to {the team that can see it|a colleague}; you hear from us {today|by tomorrow noon}.',
    'Let us take it {one by one|step by step}: could you tell me {the day|when exactly it was}?',
    'I {looked into it|checked it} and you are right; it is {put in order|corrected}, with our apology.',
  ],
  agentOpeners: [
    'Thank you for writing.',
    'Hello, and sorry for the trouble.',
    'Thanks for the {details|message}.',
    'Good day.',
    'I understand, that is {annoying|not how it should be}.',
    'I had a look.',
  ],
  agentEnds: [
    'Is there anything else?',
    'Please tell me if it {does not work|comes back}.',
    'All the best.',
    'I leave the ticket open until {Friday|tomorrow}.',
    'Have a good session.',
    '',
  ],
} as const;

export const SUPPORT_CARRIERS = {
  email: ['My account runs under %s.', 'Please answer to %s instead.'],
  phone: ['You can call me on %s.', 'My new number is %s.'],
  credit_card: ['It is the card %s.', 'I paid with %s.'],
  ip_address: ['The warning named %s.', 'The log shows %s.'],
  url: ['This is the page: %s', 'The link was %s'],
} as const;
