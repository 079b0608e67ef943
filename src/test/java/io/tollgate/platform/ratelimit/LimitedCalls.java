package io.tollgate.platform.ratelimit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.CallingAddress;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers.TestUser;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Calls from an address that a proxy tells of, and who decided on them. */
final class LimitedCalls {

    private LimitedCalls() {}

    static WebTestClient.ResponseSpec callUntilRefused(SecondNode node, String address) {
        for (int i = 0; i < 100; i++) {
            WebTestClient.ResponseSpec answer = login(node, address);
            AtomicInteger status = new AtomicInteger();
            answer.expectStatus().value(status::set);
            if (status.get() == 429) {
                return answer;
            }
            answer.expectBody().returnResult();
        }
        throw new AssertionError("Never refused");
    }

    static WebTestClient.ResponseSpec login(SecondNode node, String address) {
        return from(node, address, HttpMethod.POST, "/login");
    }

    static WebTestClient.ResponseSpec from(SecondNode node, String address, HttpMethod method, String path) {
        return node.http()
                .method(method)
                .uri(path)
                .header("X-Forwarded-For", address)
                .exchange();
    }

    /** How many are sent, asked for from another address each time; -1 when there is no end to it. */
    static int mailsUntilRefused(SecondNode node, String path, String email) {
        for (int asked = 0; asked < 30; asked++) {
            int status = node.http()
                    .post()
                    .uri(path)
                    .header("X-Forwarded-For", CallingAddress.next())
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(Map.of("email", email))
                    .exchange()
                    .expectBody()
                    .returnResult()
                    .getStatus()
                    .value();
            if (status == 429) {
                return asked;
            }
        }
        return -1;
    }

    /** Posts nothing, each time from another address. */
    static WebTestClient.ResponseSpec signedIn(SecondNode node, TestUser user, String path) {
        return user.authorized(node.http())
                .post()
                .uri(path)
                .header("X-Forwarded-For", CallingAddress.next())
                .exchange();
    }

    /** How many calls this node has decided on without Redis. */
    static double withoutRedis(MeterRegistry meters) {
        return meters.find("tollgate.ratelimit.decisions").tag("by", "fallback").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }
}
