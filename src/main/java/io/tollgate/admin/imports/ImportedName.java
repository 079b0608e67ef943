package io.tollgate.admin.imports;

import io.tollgate.user.Usernames;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.UUID;

/** What users are called here whose name the original system allowed and we do not: it had no rules. */
final class ImportedName {

    private static final int LONGEST_STEM = 50;

    private ImportedName() {}

    static boolean usable(String name) {
        return name.matches(Usernames.PATTERN) && !Usernames.reserved(name);
    }

    /** The same for the same user, however often the import runs: what is left of the name, and the end of the id. */
    static String instead(String wanted, UUID id) {
        String plain = Normalizer.normalize(wanted, Normalizer.Form.NFD)
                .replaceAll("\\s+", "_")
                .replaceAll("[^A-Za-z0-9._-]", "");
        String stem = plain.substring(0, Math.min(plain.length(), LONGEST_STEM)).replaceAll("^[._-]+|[._-]+$", "");
        return (stem.isEmpty() ? "user" : stem) + "-" + HexFormat.of().toHexDigits((int) id.getLeastSignificantBits());
    }
}
