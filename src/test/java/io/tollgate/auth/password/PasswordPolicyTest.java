package io.tollgate.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.MutableClock;
import io.tollgate.platform.web.ApiException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** What a new password must be like. */
class PasswordPolicyTest {

    private final DisposableServer service = HttpServer.create()
            .port(0)
            .handle((_, response) -> response.sendString(Mono.just(sha1Rest("known from a breach") + ":7\r\n")))
            .bindNow();

    private final PasswordPolicy policy = policy("http://localhost:" + service.port());

    @AfterEach
    void stop() {
        service.disposeNow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uD83D\uDE80\uD83D\uDE81\uD83D\uDE82\uD83D\uDE83\uD83D\uDE84\uD83D\uDE85\uD83D\uDE86\uD83D\uDE87",
                "alllowercasebutodd",
                "пароль и ещё что-то",
                "        spaces count",
                "93748261950"
            })
    void allowsWhateverIsLongEnoughAndUncommon(String password) {
        assertThat(fault(password)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "seven 7, at least 8",
        "\uD83D\uDE80\uD83D\uDE81\uD83D\uDE82\uD83D\uDE83, at least 8",
        "PASSWORD123, too common",
        "ｐａｓｓｗｏｒｄ１２３, too common",
        "xhildegardx, too similar",
        "Hildegard.Kn, too similar",
        "known from a breach, data breach"
    })
    void refusesTheShortTheCommonTheSimilarAndTheKnown(String password, String why) {
        assertThat(fault(password)).contains(why);
    }

    @Test
    void refusesMoreThan128CodePointsAndCutsNothingOff() {
        assertThat(fault("ü\uD83D\uDE80".repeat(64))).isNull();
        assertThat(fault("ü\uD83D\uDE80".repeat(64) + "x")).contains("at most 128");
    }

    @Test
    void takesNoLongerForNamesWithoutEnd() {
        // 18 letters each, once normalised: each pair of them compared would take minutes.
        String password = "x" + "\uFDFA".repeat(127);
        String name = "n".repeat(2_000_000);
        // What this thread has computed, however long others had the machine.
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        policy("").require(password, name);
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - begin)).isLessThan(Duration.ofSeconds(1));
    }

    private @Nullable String fault(String password) {
        AtomicReference<@Nullable String> message = new AtomicReference<>();
        policy.check("new_password", password, "hildegard.knef@example.com", "hildegard")
                .onErrorResume(ApiException.class, refusal -> {
                    message.set(refusal.errors().get("new_password"));
                    return Mono.empty();
                })
                .block();
        return message.get();
    }

    private static String sha1Rest(String password) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(5);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PasswordPolicy policy(String url) {
        return new PasswordPolicy(
                new PasswordProperties(8, 19456, 2, 0, 32),
                new CommonPasswords(),
                new BreachedPasswords(
                        new BreachedProperties(url, Duration.ofSeconds(5), Duration.ofSeconds(30)),
                        new BreachRanges(MutableClock.shared()),
                        new SimpleMeterRegistry(),
                        MutableClock.shared()));
    }
}
