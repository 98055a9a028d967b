/** Common given and family names by culture, from general knowledge: none stands for a person. */
interface Culture {
  female: string;
  male: string;
  family: string;
}

const TABLE: Record<string, Culture> = {
  english: {
    female:
      'Emma Olivia Charlotte Amelia Grace Hannah Emily Alice Claire Laura Helen Susan Karen Linda Nancy Julia Megan Rachel Rebecca Sarah Jessica Ashley Amanda Jennifer Melissa Nicole Heather Amy Anna Lisa Mary Patricia Barbara Margaret Elizabeth Katherine',
    male: 'James John Robert Michael William David Richard Thomas Charles Daniel Matthew Mark Steven Paul Andrew Kevin Brian George Edward Peter Henry Jack Samuel Benjamin Luke Adam Nathan Kyle Eric Scott Gregory Patrick Philip Simon Oliver Jacob',
    family:
      'Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Moore Jackson White Harris Clark Lewis Walker Hall Allen Young King Wright Hill Scott Green Adams Baker Nelson Carter Mitchell Roberts Turner Phillips Campbell Parker Evans Edwards Collins Stewart Morris',
  },
  hispanic: {
    female:
      'Maria Carmen Ana Isabel Lucia Sofia Elena Rosa Gabriela Valentina Camila Daniela Mariana Paula Andrea Claudia Patricia Beatriz Alejandra Veronica Leticia Silvia Teresa Pilar Guadalupe Ines Marisol Ximena',
    male: 'Jose Juan Carlos Luis Miguel Jorge Pedro Manuel Francisco Antonio Javier Diego Alejandro Fernando Ricardo Eduardo Roberto Sergio Andres Raul Pablo Mateo Santiago Hector Oscar Ramon Emilio Ignacio',
    family:
      'Garcia Rodriguez Martinez Hernandez Lopez Gonzalez Perez Sanchez Ramirez Torres Flores Rivera Gomez Diaz Cruz Morales Reyes Gutierrez Ortiz Ramos Chavez Mendoza Ruiz Alvarez Castillo Jimenez Vargas Romero Herrera Medina',
  },
  south_asian: {
    female:
      'Priya Anjali Neha Pooja Kavita Sunita Lakshmi Deepa Meera Ananya Divya Shreya Nisha Ritu Aarti Swati Rekha Geeta Radha Asha Sneha Pallavi Usha Kiran',
    male: 'Raj Amit Rahul Vijay Sanjay Arjun Rohan Anil Suresh Ravi Ashok Vikram Nikhil Arun Manoj Rajesh Deepak Karthik Aditya Pranav Gaurav Harish Mohan Naveen',
    family:
      'Patel Sharma Singh Kumar Gupta Reddy Rao Nair Iyer Mehta Joshi Desai Shah Verma Mishra Chopra Kapoor Malhotra Banerjee Mukherjee Das Bose Menon Pillai Agarwal Bhatt',
  },
  east_asian: {
    female:
      'Mei Ling Xia Yan Hui Jing Lan Hana Yuki Sakura Keiko Yoko Naomi Aiko Haruka Minji Jiwoo Soyeon Eunji Hyejin Linh Thuy Huong Mai',
    male: 'Wei Ming Jun Hao Lei Feng Tao Hiroshi Kenji Takashi Akira Daiki Haruto Satoshi Minho Jihoon Seojun Donghyun Sungmin Minh Duc Tuan Hung Quang',
    family:
      'Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Lin Tanaka Suzuki Takahashi Watanabe Ito Yamamoto Nakamura Kobayashi Kim Park Choi Jung Kang Nguyen Tran Pham Hoang Vu',
  },
  arabic: {
    female:
      'Fatima Aisha Layla Mariam Noor Yasmin Amina Zainab Huda Salma Rania Dina Nadia Samira Leila Khadija Hanan Lina Maha Reem',
    male: 'Ahmed Mohamed Ali Omar Hassan Ibrahim Khalid Yusuf Mahmoud Tariq Samir Karim Bilal Hamza Mustafa Rashid Faisal Nabil Jamal Walid',
    family:
      'Khan Hussein Rahman Saleh Mansour Haddad Nasser Farouk Hamdan Qureshi Aziz Khalil Najjar Darwish Sabbagh Shaikh Malik Siddiqui Abbasi Hashemi',
  },
  slavic: {
    female:
      'Olga Natasha Irina Svetlana Tatiana Elena Katarzyna Agnieszka Magdalena Ewa Zofia Ivana Petra Milena Vesna Oksana Ludmila Marta Jana Dagmar',
    male: 'Ivan Dmitri Sergei Alexei Vladimir Boris Piotr Tomasz Marek Pawel Jan Milan Goran Zoran Bogdan Mykola Andriy Stefan Radek Jiri',
    family:
      'Ivanov Petrov Smirnov Popov Volkov Kowalski Nowak Wojcik Kaminski Lewandowski Novak Horvat Kovac Jovanovic Petrovic Shevchenko Bondarenko Melnyk Svoboda Dvorak',
  },
  african: {
    female:
      'Amara Ngozi Chioma Adaeze Folake Yetunde Abena Akosua Ama Efua Wanjiru Achieng Nia Zuri Thandiwe Nomsa Lerato Makena Imani Ayana',
    male: 'Chidi Emeka Obinna Tunde Femi Kwame Kofi Kwabena Yaw Sekou Mamadou Ousmane Jabari Kamau Otieno Thabo Sipho Tendai Abebe Dawit',
    family:
      'Okafor Adeyemi Okonkwo Eze Nwosu Balogun Mensah Owusu Asante Boateng Diallo Traore Toure Kamara Mwangi Ochieng Mutua Dlamini Nkosi Moyo',
  },
  germanic: {
    female:
      'Greta Ingrid Astrid Sigrid Heidi Ursula Monika Sabine Anke Birgit Liv Maja Freya Annika Johanna Katrin Elke Renate Saskia Femke',
    male: 'Hans Klaus Jurgen Wolfgang Dieter Stefan Matthias Lars Sven Bjorn Erik Anders Nils Henrik Jens Willem Pieter Joost Uwe Rolf',
    family:
      'Muller Schmidt Schneider Fischer Weber Meyer Wagner Becker Hoffmann Schulz Koch Bauer Richter Klein Hansen Johansson Andersson Nilsson Larsen Berg',
  },
  french: {
    female:
      'Marie Camille Chloe Manon Juliette Amelie Celine Sylvie Brigitte Nathalie Isabelle Valerie Sandrine Aurelie Margaux Colette Odette Genevieve Helene Pauline',
    male: 'Jean Pierre Jacques Michel Philippe Francois Laurent Olivier Antoine Julien Nicolas Mathieu Guillaume Etienne Gerard Thierry Pascal Yves Marcel Luc',
    family:
      'Dupont Martin Bernard Dubois Laurent Lefebvre Moreau Girard Fournier Mercier Rousseau Fontaine Chevalier Lambert Bonnet Renard Marchand Picard Leclerc Gauthier',
  },
};

export type Gender = 'female' | 'male';
const GENDERS = ['female', 'male'] as const;

const lists = Object.entries(TABLE).map(([culture, names]) => ({
  culture,
  female: names.female.split(' '),
  male: names.male.split(' '),
  family: names.family.split(' '),
}));
type Names = (typeof lists)[number];
const [fallback] = lists as [Names, ...Names[]];

const given = new Map<string, { names: Names; gender: Gender }>();
const family = new Map<string, Names>();
for (const names of lists) {
  for (const gender of GENDERS)
    for (const name of names[gender])
      if (!given.has(name.toLowerCase())) given.set(name.toLowerCase(), { names, gender });
  for (const name of names.family) if (!family.has(name.toLowerCase())) family.set(name.toLowerCase(), names);
}

/** Endings that speak for a culture where a family name is not in the table. */
const ENDINGS: [RegExp, string][] = [
  [/(?:ez|az|ilio|illo|ero)$/, 'hispanic'],
  [/(?:ov|ova|ev|eva|ski|ska|sky|vic|vich|enko|chuk|czyk)$/, 'slavic'],
  [/(?:mann|sson|ssen|berg|stein|bauer|dottir)$/, 'germanic'],
  [/(?:eau|eaux|oux|ault|ier)$/, 'french'],
  [/(?:wala|jee|kar|swamy|nathan|preet|deep)$/, 'south_asian'],
];
const byCulture = (culture: string | undefined) => lists.find((names) => names.culture === culture);

const cultureOf = (token: string) => byCulture(ENDINGS.find(([ending]) => ending.test(token))?.[1]);

/** What the table can say of a given name. A name it does not know has the gender its ending has in most cultures here. */
export function describeGiven(token: string, beside?: string): { pool: readonly string[] } {
  const known = given.get(token);
  const names =
    known?.names ?? (beside === undefined ? undefined : (family.get(beside) ?? cultureOf(beside))) ?? fallback;
  const gender = known?.gender ?? (/(?:a|ie|ine|elle|ette|lyn|lynn)$/.test(token) ? 'female' : 'male');
  return { pool: names[gender] };
}

export function describeFamily(token: string, beside?: string): { pool: readonly string[] } {
  const names = family.get(token) ?? cultureOf(token) ?? (beside === undefined ? undefined : given.get(beside)?.names);
  return { pool: (names ?? fallback).family };
}

export const isFamilyOnly = (token: string) => family.has(token) && !given.has(token);

/** Short forms that stand for one person beside the long form. */
const SHORT_FORMS: Record<string, string> = Object.fromEntries(
  (
    'mike:michael bob:robert rob:robert bill:william will:william dave:david dan:daniel danny:daniel matt:matthew tom:thomas ' +
    'jim:james jimmy:james joe:joseph chris:christopher steve:steven rick:richard dick:richard tony:anthony andy:andrew ' +
    'ben:benjamin sam:samuel nick:nicholas alex:alexander ed:edward greg:gregory pat:patrick kate:katherine katie:katherine ' +
    'kathy:katherine liz:elizabeth beth:elizabeth lizzie:elizabeth jen:jennifer jenny:jennifer jess:jessica becky:rebecca ' +
    'meg:margaret maggie:margaret peggy:margaret sue:susan patty:patricia mandy:amanda nikki:nicole vicky:victoria ' +
    'pepe:jose paco:francisco lupe:guadalupe alejo:alejandro'
  )
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);
export const longForm = (token: string) => SHORT_FORMS[token] ?? token;
