import type { IdentifierSpan } from '../../contracts/privacy.ts';
import { firstMatch, nextMatch } from './scan.ts';

/** Names of accounts after words for them: `my insta is river_kat88`, `username: jo.do`. */
const HANDLE =
  /\b(?:insta(?:gram)?|snap(?:chat)?|twitter|tiktok|discord|telegram|skype|kik|github|gitlab|twitch|mastodon|bluesky|wechat|viber|user[ _-]?name|screen[ _-]?name|handle|gamertag|user[ _-]?id|user|login|log(?:ged|ging)? ?in (?:with|as|using)|venmo|reddit|signal)(?![A-Za-z0-9_.-])(?: (?:user ?name|handle|name|account|id|tag|user))?(?: (?:there|here|online))?['"]?(?: is| was|:|=| -){0,2} ?['"@]?([A-Za-z0-9_][A-Za-z0-9_.-]{2,30})/gi;
const PASSWORD =
  /\b(?:password|passcode|passwd|pwd|pw|pin|api key|secret key)(?: (?:is|was)|:|=){1,2} ?([^\s,;]{4,64})/gi;
/** Beside an address of mail that it opens: jo@mail.org / W!nter24. */
const PASSWORD_OF_MAIL = /@[\w.-]{3,64} ?[/|] ?([^\s,;]{6,64})/g;
/** Without a word between, only what no word looks like: `password )8Kx!m2`. */
const BARE_PASSWORD = /\b(?:password|passcode|passwd|pwd|pw|pass) ([^\s,;]{6,64})/gi;
/** Further on, what is said of one looks like no word either: the password for the portal was UekvqWGXH6Xm. */
const SECRET = /(?<![^\s"'(=:])[^\s,;"'()<>{}=:]{8,64}(?![^\s,;"').])/g;
const SECRET_BEFORE =
  /\b(?:pass(?:word|code|wd)|pwd|api[ _-]?key|secret|(?:access |auth |bearer |api |_)token|credentials?)\b.{0,60}$/i;
const LIKE_SECRET = /^(?=.{0,63}\d)(?=.{0,63}\p{Ll})(?=.{0,63}\p{Lu})[^./@]{8,64}$/u;
/** What a site lets a browser keep. */
const COOKIE = /(?<![a-z])cookie["']?: ?["']?((?=[^\n"']{0,200}\d)[\w.-]{1,40}=[^\n"']{4,200})/gi;
const LIKE_NO_WORD = /\d.{0,64}[^\sA-Za-z0-9.-]|[^\sA-Za-z0-9.-].{0,64}\d/;
/** Two short groups in capitals and digits after a word for a plate: tag 008-XUI, plate ZMZ 651. */
const PLATE =
  /(?<!price )\b(?:[Tt]ag|(?:[Ll]icen[cs]e )?[Pp]late|[Rr]eg(?:istration)?)(?: (?:no\.?|number|is|was|#))?[ :#]{1,3}((?!(?:SSN|MRN|VIN|ID|NHS|DOB|NO|NI|NPI|DEA|DL|IP)\b)(?=[A-Z0-9 -]{0,6}\d)[A-Z0-9]{1,4}[ -][A-Z0-9]{2,5})\b/g;
/** Codes of banks, which may be of letters alone: BIC COBADEFFXXX. */
const BANK_CODE = /\b(?:bic|swift)\b[^\nA-Z]{0,24}([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b/gi;
/** The code on the back of a card. */
const CARD_CODE = /\b(?:cvv2?|cvc2?|csc|security code)(?: (?:code|number|no\.?|is|was))?[ :=#]{1,3}(\d{3,4})\b/gi;

/** The end of a longer number: card ending in 4421, last four 6789. */
const LAST_DIGITS =
  /\b(?:(?:card|account|acct|visa|mastercard|amex|number)[^.\n\d]{0,16}(?:ending|ends)(?: in| with)?|last (?:four|4)(?: digits)?(?: of [a-z ]{2,24})?(?: are| is)?)[ :]{1,2}(\d{4})\b/gi;
/** Short numbers that reach somebody behind a longer one. */
const EXTENSION =
  /(?<!\d[ ,)]{1,3})\b(?:ext(?:ension)?|pager|bleep|beeper)(?: (?:no|number|is))?[ .:#]{1,3}(\d{3,6})\b(?![-./]\d)/gi;

/** Each with a sign without which there is none. */
const KINDS = [
  [HANDLE, 'username', /[\d_-]|[a-z][A-Z]|[a-z]\.[a-z]/],
  [PASSWORD, 'unique_code', /pass|pwd|pw|pin|key/i],
  [BARE_PASSWORD, 'unique_code', /pass|pwd|pw /i],
  [PASSWORD_OF_MAIL, 'unique_code', /@/],
  [BANK_CODE, 'account', /bic|swift/i],
  [COOKIE, 'unique_code', /cookie/i],
  [SECRET, 'unique_code', /pass|pwd|key|secret|token|credential/i],
  [CARD_CODE, 'credit_card', /cv|csc|security/i],
  [LAST_DIGITS, 'account', /ending|ends|last/i],
  [EXTENSION, 'phone', /ext|pager|bleep|beeper/i],
  [PLATE, 'vehicle', /tag|plate|reg/i],
] as const;

/** What a word before it tells by a form of its own: names of accounts, passwords, plates, short numbers. */
export function findHandles(text: string): IdentifierSpan[] {
  if (!/\d|[_-]|[a-z][A-Z]|[a-z]\.[a-z]|BIC|SWIFT/.test(text)) return [];
  const spans: IdentifierSpan[] = [];
  for (const [pattern, identifier, needs] of KINDS) {
    if (!needs.test(text)) continue;
    for (let match = firstMatch(pattern, text); match !== null; match = nextMatch(pattern, text, match)) {
      const value = match[1] ?? match[0];
      if (
        pattern === SECRET &&
        !(LIKE_SECRET.test(value) && SECRET_BEFORE.test(text.slice(Math.max(0, match.index - 80), match.index)))
      )
        continue;
      const found = value.replace(/[.?)-]{1,31}$|(?<=[A-Za-z0-9])!{1,31}$/, '');
      // A word alone says something about the account; a name of one has digits, signs or capitals inside.
      if ((pattern === BARE_PASSWORD || pattern === PASSWORD_OF_MAIL) && !LIKE_NO_WORD.test(value)) continue;
      if (pattern === BANK_CODE) {
        // The word before it may be in small letters; the code is in capitals.
        if (found !== found.toUpperCase()) continue;
      } else if (
        found.length < 3 ||
        !/\d|[_-]|[a-z][A-Z]|[a-z]\.[a-z]/.test(found) ||
        /^\d{1,2}$|^(?:19|20)\d\d$/.test(found)
      )
        continue;
      const start = match.index + match[0].lastIndexOf(value);
      spans.push({ start, end: start + found.length, identifier, confidence: 0.9, source: 'context' });
    }
  }
  return spans.sort((a, b) => a.start - b.start).filter(({ start }, i, all) => start >= (all[i - 1]?.end ?? 0));
}
