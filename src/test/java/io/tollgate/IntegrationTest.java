package io.tollgate;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/**
 * The whole application on real servers, answering real HTTP. All such tests share one context, one clock and one database:
 * each makes its own users and data, and nothing is ever truncated. Only what would go on by itself ends with its class, and
 * nobody finds a circuit open that another has broken.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = TollgateApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureWebTestClient(timeout = "20s")
@ContextConfiguration(initializers = TestEnvironment.class)
@Import(TestBeans.class)
@ExtendWith({Leaving.class, ClosedBreakers.class})
public @interface IntegrationTest {}
