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

    static void generate(Map<String, String> environment, Map<String, Object> settings, Map<String, String> places) {
        settings.put("TOLLGATE_SECRET_KEY", randomBase64(32));
        // A receiver of webhooks on this machine.
        settings.put("WEBHOOK_ALLOW_HTTP", "true");
        settings.put("WEBHOOK_ALLOWED_NETWORKS", "127.0.0.1,::1");
        settings.put("WEBHOOK_PORTS", "1-65535");
        settings.put("TOLLGATE_ADMIN_EMAIL", "admin@tollgate.local");
        settings.put("TOLLGATE_ADMIN_PASSWORD", randomBase64(12));
        places.put(
                "Admin",
                environment.getOrDefault(
                                "TOLLGATE_ADMIN_EMAIL",
                                settings.get("TOLLGATE_ADMIN_EMAIL").toString())
                        + "  password "
                        + (environment.containsKey("TOLLGATE_ADMIN_PASSWORD")
                                ? "as set"
                                : settings.get("TOLLGATE_ADMIN_PASSWORD")));
        keepForTheStory(settings);
    }

    /** What {@code src/ops/demo.sh} logs in with; readable by its owner only, and of no use once the product has stopped. */
    private static void keepForTheStory(Map<String, Object> settings) {
        Path file = Path.of("target/local-admin.env");
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    file,
                    "ADMIN_EMAIL='%s'%nADMIN_PASSWORD='%s'%n"
                            .formatted(settings.get("TOLLGATE_ADMIN_EMAIL"), settings.get("TOLLGATE_ADMIN_PASSWORD")));
        } catch (IOException | UnsupportedOperationException e) {
            System.err.println("src/ops/demo.sh will ask for ADMIN_EMAIL and ADMIN_PASSWORD: " + e);
        }
    }

    private static String randomBase64(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }
}
