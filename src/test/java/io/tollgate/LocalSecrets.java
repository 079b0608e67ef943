package io.tollgate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/** What the local product would otherwise have to be given: its key, its administrator, and where its webhooks may go. */
final class LocalSecrets {

    private LocalSecrets() {}

    /** A database that outlives the product keeps what was encrypted, and its administrator's password. */
    static void require(Map<String, String> environment) {
        boolean given =
                environment.containsKey("TOLLGATE_SECRET_KEY") && environment.containsKey("TOLLGATE_ADMIN_PASSWORD");
        if (!environment.getOrDefault("DATABASE_URL", "").isBlank() && !given) {
            throw new IllegalStateException(
                    "With DATABASE_URL set, set TOLLGATE_SECRET_KEY (openssl rand -base64 32) and TOLLGATE_ADMIN_PASSWORD too,"
                            + " and keep them: that database is of use with the same ones only.");
        }
    }

    static void generate(Map<String, String> environment, Map<String, Object> settings, Map<String, String> places) {
        settings.put("TOLLGATE_SECRET_KEY", randomBase64(32));
        // A receiver of webhooks on this machine.
        settings.put("WEBHOOK_ALLOW_HTTP", "true");
        settings.put("WEBHOOK_ALLOWED_NETWORKS", "127.0.0.1,::1");
        settings.put("WEBHOOK_PORTS", "1-65535");
        settings.put("TOLLGATE_ADMIN_EMAIL", "admin@tollgate.local");
        settings.put("TOLLGATE_ADMIN_PASSWORD", randomBase64(12));
        String email = LocalTollgate.setting(environment, settings, "TOLLGATE_ADMIN_EMAIL");
        String password = LocalTollgate.setting(environment, settings, "TOLLGATE_ADMIN_PASSWORD");
        boolean set = environment.containsKey("TOLLGATE_ADMIN_PASSWORD");
        places.put("Admin", email + "  password " + (set ? "as set" : password));
        keepForTheStory(Path.of("target/local-admin.env"), email, password);
    }

    /** What {@code src/ops/demo.sh} logs in with; readable by its owner only, and of no use once the product has stopped. */
    static void keepForTheStory(Path file, String email, String password) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, "ADMIN_EMAIL=%s%nADMIN_PASSWORD=%s%n".formatted(quoted(email), quoted(password)));
        } catch (IOException | UnsupportedOperationException e) {
            System.err.println("src/ops/demo.sh will ask for ADMIN_EMAIL and ADMIN_PASSWORD: " + e);
        }
    }

    /** For a shell, whatever is in it. */
    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }

    private static String randomBase64(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }
}
