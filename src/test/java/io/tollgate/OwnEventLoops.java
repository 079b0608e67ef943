package io.tollgate;

import java.time.Duration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

/** Gives a further node of this JVM its own event loops: closing it would else shut down those of all others. */
final class OwnEventLoops implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ((GenericApplicationContext) context)
                .registerBean("reactorResourceFactory", ReactorResourceFactory.class, OwnEventLoops::factory);
    }

    private static ReactorResourceFactory factory() {
        ReactorResourceFactory factory = new ReactorResourceFactory();
        factory.setUseGlobalResources(false);
        // Two seconds in which a real node would take late work; here nobody sends any.
        factory.setShutdownQuietPeriod(Duration.ZERO);
        return factory;
    }
}
