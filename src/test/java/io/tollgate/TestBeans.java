package io.tollgate;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** What tests hold in their hands where production has the real thing: only the clock. */
@TestConfiguration(proxyBeanMethods = false)
public class TestBeans {

    @Bean
    @Primary
    public MutableClock mutableClock() {
        return new MutableClock();
    }
}
