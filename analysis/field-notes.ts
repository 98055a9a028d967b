import { FIELD_ROLES, type FieldRole } from './record-fields.ts';

/** Per role: the source's names of the fields that played it, with the number of records they did so in. */
export type FieldRoles = Record<FieldRole, Record<string, number>>;

export type FieldNotes = ReturnType<typeof createFieldNotes>;

/** Data that names its fields anew in every record must not fill the memory: further names are not counted. */
const FIELD_NAMES_MAX = 200;

/** Counts which field played which role in how many records. */
export function createFieldNotes() {
  const roles = new Map(FIELD_ROLES.map((role) => [role, new Map<string, number>()]));
  return {
    note(role: FieldRole, name: string): void {
      const counts = roles.get(role);
      const known = counts?.get(name);
      if (counts && (known !== undefined || counts.size < FIELD_NAMES_MAX)) counts.set(name, (known ?? 0) + 1);
    },
    result: (): FieldRoles =>
      Object.fromEntries(FIELD_ROLES.map((role) => [role, Object.fromEntries(roles.get(role) ?? [])])) as FieldRoles,
  };
}
