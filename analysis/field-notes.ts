import { FIELD_ROLES, type FieldRole } from './record-fields.ts';

/** Per role: the source's names of the fields that played it, with the number of records they did so in. */
export type FieldRoles = Record<FieldRole, Record<string, number>>;
export type NotedFields = ReadonlyMap<FieldRole, ReadonlyMap<string, number>>;

export type FieldNotes = ReturnType<typeof createFieldNotes>;

/** Data that names its fields anew in every record must not fill the memory: further names are not counted. */
const FIELD_NAMES_MAX = 200;

/** Counts which field played which role in how many records. */
export function createFieldNotes({ namesMax = FIELD_NAMES_MAX } = {}) {
  let roles = new Map(FIELD_ROLES.map((role) => [role, new Map<string, number>()]));
  const note = (role: FieldRole, name: string, count = 1) => {
    const counts = roles.get(role);
    const known = counts?.get(name);
    if (counts && (known !== undefined || counts.size < namesMax)) counts.set(name, (known ?? 0) + count);
  };
  return {
    note,
    add(noted: NotedFields): void {
      for (const [role, counts] of noted) for (const [name, count] of counts) note(role, name, count);
    },
    /** What was counted since it was last asked. */
    take(): NotedFields {
      const taken = roles;
      roles = new Map(FIELD_ROLES.map((role) => [role, new Map<string, number>()]));
      return taken;
    },
    result: (): FieldRoles =>
      Object.fromEntries(FIELD_ROLES.map((role) => [role, Object.fromEntries(roles.get(role) ?? [])])) as FieldRoles,
  };
}
