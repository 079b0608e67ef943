package io.tollgate.platform.audit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the audit log goes beside its table.
 *
 * @param topic in Kafka, without the deployment's prefix; empty ships nothing
 */
@ConfigurationProperties("tollgate.audit")
record AuditProperties(@DefaultValue("audit") String topic) {

    boolean shipping() {
        return !topic.isBlank();
    }
}
