package io.tollgate;

import io.tollgate.platform.web.TestRoutes;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** What tests hold in their hands where production has the real thing: the clock; and routes to test the platform on. */
@TestConfiguration(proxyBeanMethods = false)
@Import(TestRoutes.class)
public class TestBeans {

    @Bean
    @Primary
    public MutableClock mutableClock() {
        return new MutableClock();
    }
}
