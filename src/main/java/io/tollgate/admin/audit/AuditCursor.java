package io.tollgate.admin.audit;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Times;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** Where the next page begins: what is older than this line. Opaque to clients. */
record AuditCursor(Instant at, UUID id) {

    static AuditCursor parse(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", -1);
            if (parts.length == 2) {
                return new AuditCursor(Times.parse(parts[0]), UUID.fromString(parts[1]));
            }
        } catch (IllegalArgumentException | DateTimeException _) {
            // Falls through.
        }
        throw ApiException.invalid("cursor", "Not a cursor of this list");
    }

    String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((at + " " + id).getBytes(StandardCharsets.UTF_8));
    }
}
