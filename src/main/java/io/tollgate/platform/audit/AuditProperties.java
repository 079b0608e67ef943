package io.tollgate.platform.audit;

import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the audit log goes beside its table.
 *
 * @param topic in Kafka, without the deployment's prefix; empty ships nothing
 */
@Validated
@ConfigurationProperties("tollgate.audit")
record AuditProperties(
        // Kafka refuses others, and rows that cannot go anywhere keep those behind them from going.
        @Pattern(
                regexp = "[A-Za-z0-9._-]{0,150}",
                message = "AUDIT_TOPIC may have letters, digits, dots, dashes and underscores")
        @DefaultValue("audit")
        String topic) {

    boolean shipping() {
        return !topic.isBlank();
    }
}
