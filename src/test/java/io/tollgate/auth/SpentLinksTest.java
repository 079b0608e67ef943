package io.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Links of ours that are expired, used or for another door. */
@IntegrationTest
class SpentLinksTest {

    private static final String VERIFY = "/verify";
    private static final String RESET = "/new-password";
    private static final String CONFIRM = "/me/email/confirm";
    private static final String CANCEL = "/me/email/cancel";

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private static final String EXPIRED = "token_expired";
    private static final String MOVED = "update users set email = 'moved-' || email where id = :id";

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    static Stream<Spent> verifications() {
        return Stream.of(
                verify(
                        "an expired link",
                        EXPIRED,
                        it -> it.after(DAY, it.unproven().verification())),
                verify("a used link to an address of before", it -> {
                    String link = it.unproven().verification();
                    it.use(VERIFY, body(VERIFY, link), 202);
                    return it.since(MOVED, link);
                }),
                verify("the link of a reset", it -> it.unproven().reset()),
                verify("the link of a change of address", Letters::change));
    }

    static Stream<Spent> resets() {
        return Stream.of(
                reset("an expired link", EXPIRED, it -> it.after(HOUR, it.reset())),
                reset("a used link", it -> {
                    String link = it.reset();
                    it.use(RESET, body(RESET, link), 202);
                    return link;
                }),
                reset("the link of a verification", it -> it.unproven().verification()),
                reset("the link of a change of address", Letters::change));
    }

    static Stream<Spent> changes() {
        return Stream.of(CONFIRM, CANCEL)
                .flatMap(path -> Stream.of(
                        change("an expired link", path, it -> it.after(HOUR, it.change())),
                        change("a link of a change that is done", path, it -> {
                            String link = it.change();
                            it.use(CONFIRM, body(CONFIRM, it.changeAtTheOldMailbox()), 202);
                            it.use(CONFIRM, body(CONFIRM, link), 202);
                            return link;
                        }),
                        change("a link of a change that was cancelled", path, it -> {
                            String link = it.change();
                            it.use(CANCEL, body(CANCEL, it.changeAtTheOldMailbox()), 202);
                            return link;
                        }),
                        change("the link of a reset", path, Letters::reset),
                        change(
                                "the link of a verification",
                                path,
                                it -> it.unproven().verification())));
    }

    @ParameterizedTest
    @MethodSource({"verifications", "resets", "changes"})
    void areRefusedChangeNothingAndLeaveALine(Spent spent) {
        new Doors(http, context).refuse(spent);
    }

    @Test
    void areRefusedThoughTheOtherMailboxHasNotAnsweredYet() {
        new Doors(http, context).refuse(change("a link that was used", CONFIRM, it -> {
            String link = it.change();
            it.use(CONFIRM, body(CONFIRM, link), 202);
            return link;
        }));
    }

    /** People click twice. */
    @Test
    void areNoErrorWhenTheyProveAgainWhatIsProven() {
        Letters letters = new Letters(context, http).unproven();
        Map<String, String> body = body(VERIFY, letters.verification());
        letters.use(VERIFY, body, 202);
        Spent twice = new Spent("a used link", VERIFY, 202, "", "email.verified", "already_verified", _ -> body);
        JsonNode answer = new Doors(http, context).open(twice, letters.user(), body);
        assertThat(answer.get("message").asString()).isEqualTo("Email is already Verified");
    }

    private static Spent verify(String what, Function<Letters, String> link) {
        return spent(what, VERIFY, "verification_token_invalid", "email.verified", "token_invalid", link);
    }

    private static Spent verify(String what, String why, Function<Letters, String> link) {
        return spent(what, VERIFY, why, "email.verified", why, link);
    }

    private static Spent reset(String what, Function<Letters, String> link) {
        return spent(what, RESET, "reset_token_invalid", "password.reset", "token_invalid", link);
    }

    private static Spent reset(String what, String why, Function<Letters, String> link) {
        return spent(what, RESET, why, "password.reset", why, link);
    }

    private static Spent change(String what, String path, Function<Letters, String> link) {
        String action = path.equals(CONFIRM) ? "email.change_confirmed" : "email.change_cancelled";
        return spent(what, path, "verification_token_invalid", action, "token_invalid", link);
    }

    private static Spent spent(
            String what, String path, String code, String action, String outcome, Function<Letters, String> link) {
        return new Spent(what, path, 401, code, action, outcome, it -> body(path, link.apply(it)));
    }

    private static Map<String, String> body(String path, String link) {
        return path.equals(RESET) ? Map.of("token", link, "password", Letters.NEXT_PASSWORD) : Map.of("token", link);
    }
}
