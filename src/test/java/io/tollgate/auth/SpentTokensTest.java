package io.tollgate.auth;

import io.tollgate.IntegrationTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Login codes and refresh tokens of ours that are expired, used up or somebody else's. */
@IntegrationTest
class SpentTokensTest {

    private static final String LOGIN = "/login/code";

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    static Stream<Spent> codes() {
        return Stream.of(
                code(
                        "an expired code",
                        "login_code_expired",
                        "expired",
                        it -> it.after(Duration.ofMinutes(15), it.code())),
                code("a used code", "login_code_invalid", "no_live_code", it -> {
                    Map<String, String> login = it.code();
                    it.use(LOGIN, login, 200);
                    return login;
                }),
                code("a wrong code", "login_code_invalid", "wrong_code", it -> {
                    Map<String, String> login = it.code();
                    return with(login, "code", login.get("code").equals("000000") ? "000001" : "000000");
                }),
                code("the code of somebody else", "login_code_invalid", "no_live_code", it -> {
                    Map<String, String> foreign = it.code();
                    it.somebodyElse().code();
                    return with(foreign, "email", it.email());
                }));
    }

    static Stream<Spent> refreshTokens() {
        return Stream.of(
                refresh(
                        "an expired token",
                        "token_expired",
                        "expired",
                        it -> it.after(Duration.ofDays(30), it.refreshToken())),
                refresh("a token of a session that was ended", "session_ended", "session_ended", it -> {
                    String token = it.refreshToken();
                    it.use("/logout", Map.of("refresh_token", token), 204);
                    return token;
                }),
                refresh(
                        "a token whose row is gone",
                        "refresh_token_invalid",
                        "unknown_token",
                        it -> it.since("""
                        delete from refresh_tokens
                        where session_id in (select id from sessions where user_id = :id)
                        """, it.refreshToken())),
                refresh(
                        "a token whose session is gone",
                        "refresh_token_invalid",
                        "unknown_token",
                        it -> it.since("delete from sessions where user_id = :id", it.refreshToken())));
    }

    @ParameterizedTest
    @MethodSource({"codes", "refreshTokens"})
    void areRefusedChangeNothingAndLeaveALine(Spent spent) {
        new Doors(http, context).refuse(spent);
    }

    private static Spent code(String what, String code, String outcome, Function<Letters, Map<String, String>> login) {
        return new Spent(what, LOGIN, 400, code, "login.code", outcome, login);
    }

    private static Spent refresh(String what, String code, String outcome, Function<Letters, String> token) {
        return new Spent(
                what,
                "/refresh-token",
                401,
                code,
                "session.refresh",
                outcome,
                it -> Map.of("refresh_token", token.apply(it)));
    }

    private static Map<String, String> with(Map<String, String> login, String field, String value) {
        Map<String, String> other = new HashMap<>(login);
        other.put(field, value);
        return other;
    }
}
