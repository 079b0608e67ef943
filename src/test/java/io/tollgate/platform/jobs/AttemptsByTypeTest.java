package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@IntegrationTest
class AttemptsByTypeTest {

    @Autowired
    private JobsProperties properties;

    @Autowired
    private JobHandlers handlers;

    @Test
    void namesOnlyTypesThatExist() {
        assertThat(properties.maxAttemptsByType()).isNotEmpty();
        assertThat(properties.maxAttemptsByType().keySet())
                .allSatisfy(type -> assertThat(handlers.find(type)).as(type).isNotNull());
    }
}
