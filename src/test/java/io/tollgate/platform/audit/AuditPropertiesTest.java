package io.tollgate.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class AuditPropertiesTest {

    private final ApplicationContextRunner start = new ApplicationContextRunner().withUserConfiguration(Bound.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(AuditProperties.class)
    static class Bound {}

    @Test
    void shipsNothingWithoutATopic() {
        start.withPropertyValues("tollgate.audit.topic=")
                .run(context -> assertThat(
                                context.getBean(AuditProperties.class).shipping())
                        .isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"security audit", "audit/log", "pr\u00fcfung", "a\nb"})
    void refusesToStartWithATopicThatKafkaDoesNotTake(String topic) {
        start.withPropertyValues("tollgate.audit.topic=" + topic)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("AUDIT_TOPIC may have"));
    }
}
