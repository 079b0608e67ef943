package io.tollgate.platform.jobs;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A schedule for tests: on New Year's Day, unless a test makes it due. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("tollgate.probes")
class ProbeSchedule {

    static final String NAME = "probe.schedule";

    @Bean
    Schedule<Probe> probeScheduleBean() {
        return new Schedule<>(NAME, "0 0 0 1 1 *", Probe.TYPE, Probe.writing(NAME));
    }
}
