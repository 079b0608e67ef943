package io.tollgate.platform.jobs;

import jakarta.validation.constraints.NotEmpty;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/** What this node does ({@code TOLLGATE_ROLES}); one node with all roles is a whole Tollgate. */
@Validated
@ConfigurationProperties("tollgate")
public record Roles(
        @NotEmpty(message = "TOLLGATE_ROLES must name one or more of api, worker, scheduler") Set<Role> roles) {

    /** API answers requests; WORKER carries jobs to Kafka and does them; SCHEDULER enqueues what comes round. */
    public enum Role {
        API,
        WORKER,
        SCHEDULER
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }
}
