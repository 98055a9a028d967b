import { type Detector, standsAlone } from './scan.ts';

/** Latitude and longitude. */
export const COORDINATES: Detector[] = [
  {
    identifier: 'coordinates',
    needs: /\blat|°\d/i,
    pattern:
      /\blat(?:itude)?[ :=]{1,3}-?\d{1,2}\.\d{1,10}[ ,;°NS]{1,4}lo?ng?(?:itude)?[ :=]{1,3}-?\d{1,3}\.\d{1,10}|\d{1,3}° ?\d{1,2}['′’] ?(?:\d{1,2}(?:\.\d{1,4})?["″”] ?)?[NSEW]\b/gi,
    accept: () => true,
  },
  {
    identifier: 'coordinates',
    needs: /\d\.\d{3}/,
    pattern: /[-+]?\d{1,2}\.\d{3,10}°?(?: ?[NS]\b)?[,;]? ?[-+]?\d{1,3}\.\d{3,10}°?(?: ?[EW]\b)?/g,
    accept: (found, before, after) => standsAlone(before, after) && /[,; NS]/.test(found),
  },
  {
    identifier: 'coordinates',
    needs: /\d\.\d{1,10}, ?-?\d/,
    // With fewer places only where something says so, or in the brackets that some systems write: [-23.5,45.2].
    pattern: /-?\d{1,2}\.\d{1,10}, ?-?\d{1,3}\.\d{1,10}/g,
    accept: (found, before, after) =>
      standsAlone(before, after) &&
      (/(?:\bgeo\w{0,12}|\bcoord\w{0,8}|\bgps|\blocation|\bposition|lat(?:itude)?)[^\d\n]{0,16}$/i.test(before) ||
        (/\[$/.test(before) &&
          /^\]/.test(after) &&
          !/\b(?:ci|interval|range)\b/i.test(before) &&
          /^-|, ?-/.test(found))),
  },
];
