package io.tollgate.user;

import io.tollgate.platform.audit.AuditTrail;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** What the audit log has on the user. */
@Component
class AuditedData implements PersonalData {

    private final AuditTrail trail;

    AuditedData(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    public String section() {
        return "audit_log";
    }

    @Override
    public Flux<?> of(UUID userId) {
        return trail.of(userId);
    }
}
