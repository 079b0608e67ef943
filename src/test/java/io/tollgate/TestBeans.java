package io.tollgate;

import io.tollgate.auth.token.AccessTokens;
import io.tollgate.billing.entitlement.GatedRoutes;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.TestRoutes;
import io.tollgate.user.UserRepository;
import java.time.Clock;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerInitializedEvent;
import org.springframework.boot.webtestclient.autoconfigure.WebTestClientBuilderCustomizer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.r2dbc.core.DatabaseClient;

/** What tests hold in their hands: the clock, users who are signed in already, and routes to test the platform on. */
@TestConfiguration(proxyBeanMethods = false)
@Import({TestRoutes.class, GatedRoutes.class})
public class TestBeans {

    @Bean
    @Primary
    public MutableClock mutableClock() {
        return MutableClock.shared();
    }

    @Bean
    ApplicationListener<ReactiveWebServerInitializedEvent> stripeDelivers() {
        return event -> TestStripe.deliverTo(event.getWebServer().getPort());
    }

    /** The API's own description is longer than any body we take. */
    @Bean
    WebTestClientBuilderCustomizer readsLongAnswers() {
        return builder -> builder.codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(8 * 1024 * 1024));
    }

    @Bean
    public TestUsers testUsers(UserRepository users, DatabaseClient db, AccessTokens tokens, Ids ids, Clock clock) {
        return new TestUsers(users, db, tokens, ids, clock);
    }
}
