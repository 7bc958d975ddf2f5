// The most common leaked passwords. Replace it by your own list, or by a service with leaked passwords.
const common = new Set(
  `password password1 password12 password123 password1234 passw0rd p@ssword p@ssw0rd 12345678 123456789 1234567890 01234567 0123456789
  11111111 00000000 22222222 88888888 99999999 12341234 12344321 11223344 123123123 123321123 147258369 987654321 87654321 1q2w3e4r 1q2w3e4r5t 1qaz2wsx qwertyui
  qwertyuiop qwerty123 qwerty12 qwerty1234 asdfghjk asdfghjkl zxcvbnm1 abcdefgh abcd1234 abc12345 a1b2c3d4 aa123456 iloveyou iloveyou1 sunshine princess football baseball
  superman batman123 starwars whatever trustno1 letmein1 letmein123 welcome1 welcome123 admin123 admin1234 administrator changeme changeme1 computer internet michelle
  jennifer jordan23 liverpool chocolate butterfly corvette mercedes maverick midnight samantha danielle victoria elizabeth charlie1 shadow123 master123 dragon123 monkey123 google123
  contraseña contrasena contraseña1 contrasena1 teamo123 tequiero hola1234 hola12345 barcelona realmadrid estrella mariposa princesa`.split(
    /\s+/,
  ),
);

/** Returns whether a password is in the list, ignoring case. */
export const isCommonPassword = (password: string): boolean =>
  common.has(password.normalize('NFKC').toLowerCase().trim());
