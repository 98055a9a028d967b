/** Two fields that say together what neither says alone. */
export const PAIR_RULES: readonly { tag: string; first: RegExp; second: RegExp }[] = [
  {
    tag: 'provenance:instruction',
    first: /^(?:system)?(?:instruction|prompt)s?$/,
    second: /^(?:output|response|completion|generation|answer)s?$/,
  },
  {
    tag: 'clinical:qa',
    first: /^(?:focus|questiontype|collection)$/,
    second: /^(?:answers?|qtype|synonyms|answerid|documentid|questionid)$/,
  },
  {
    tag: 'clinical:plan',
    first: /^(?:goals?|objectives?|plan)$/,
    second: /^(?:objectives?|interventions?|problem\w{0,20}|diagnos[ie]s|treatments?|client\w{0,20}|patient\w{0,20})$/,
  },
  {
    tag: 'clinical:medication',
    first: /^(?:frequency|route|strength)$/,
    second: /^(?:dose|dosage|drug|drugname|medications?)$/,
  },
  {
    tag: 'therapy:technique',
    first: /^(?:situation|approach|orientation|skills?|module|emotions?)$/,
    second:
      /^(?:thoughts?|automaticthoughts?|reframes?|therapist\w{0,20}|client\w{0,20}|homework|sessionnumber|session)$/,
  },
  { tag: 'therapy:family', first: /^(?:parent|family)$/, second: /^(?:child|couple|sibling|therapist\w{0,20}|teen)$/ },
  {
    tag: 'therapy:group',
    first: /^(?:group|members|participants)$/,
    second: /^(?:facilitator\w{0,20}|session\w{0,20}|therapist\w{0,20}|leader|moderator)$/,
  },
  {
    tag: 'media:clip_times',
    first: /^(?:start|begin|onset)(?:time|s|sec|seconds|ms)?$|^time(?:start|begin)|^(?:utt|clip|segment)start/,
    second: /^(?:end|stop|offset)(?:time|s|sec|seconds|ms)?$|^time(?:end|stop)|^(?:utt|clip|segment)end/,
  },
  {
    tag: 'provenance:augmented',
    first: /^(?:original|orig|source|input)(?:text|sentence|utterance)?$/,
    second: /^(?:paraphrase[ds]?|augmented|rewritten|perturbed|transformed|variation)(?:text|sentence|utterance)?$/,
  },
];
