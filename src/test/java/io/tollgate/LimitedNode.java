package io.tollgate;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * One more node on the shared servers, with its limits on and behind a proxy on the loopback address: a test says in
 * {@code X-Forwarded-For} where it calls from.
 */
public final class LimitedNode implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private LimitedNode(Map<String, Object> properties) {
        context = new SpringApplicationBuilder(TollgateApplication.class, TestBeans.class)
                .initializers(fresh -> fresh.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("limited node", properties)))
                .run();
    }

    public static LimitedNode start() {
        Map<String, Object> properties = new HashMap<>(TestEnvironment.properties());
        properties.put("RATE_LIMIT_ENABLED", "true");
        properties.put("TRUSTED_PROXIES", "127.0.0.1,::1");
        properties.put("TOLLGATE_ROLES", "api");
        properties.put("spring.jmx.enabled", "false");
        return new LimitedNode(properties);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public WebTestClient http() {
        int port =
                ((ReactiveWebServerApplicationContext) context).getWebServer().getPort();
        return WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    @Override
    public void close() {
        context.close();
    }
}
