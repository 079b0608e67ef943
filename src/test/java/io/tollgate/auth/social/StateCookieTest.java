package io.tollgate.auth.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.platform.web.WebProperties;
import io.tollgate.user.User;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseCookie;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.function.server.ServerRequest;

class StateCookieTest {

    private static final BrowserSecret SECRET = new BrowserSecret("x".repeat(43));

    private final StateCookie cookie = new StateCookie(
            new WebProperties("https://auth.shop.example", "https://shop.example", List.of(), List.of()),
            SocialFixtures.properties());

    @Test
    void isOfThisHostAloneOverTls() {
        ResponseCookie held = cookie.holding(SECRET, User.Provider.GOOGLE);
        assertThat(held.getName()).isEqualTo("__Host-oauth_state_google");
        assertThat(held.isSecure()).isTrue();
        assertThat(held.isHttpOnly()).isTrue();
        assertThat(held.getPath()).isEqualTo("/");
        assertThat(held.getDomain()).isNull();
        assertThat(held.getSameSite()).isEqualTo("Lax");
    }

    @Test
    void isReadUnderNoOtherName() {
        assertThat(cookie.of(withCookie("oauth_state_google"), User.Provider.GOOGLE))
                .isEmpty();
        assertThat(cookie.of(withCookie("__Host-oauth_state_github"), User.Provider.GOOGLE))
                .isEmpty();
        assertThat(cookie.of(withCookie("__Host-oauth_state_google"), User.Provider.GOOGLE))
                .contains(SECRET);
    }

    private static ServerRequest withCookie(String name) {
        return ServerRequest.create(
                MockServerWebExchange.from(MockServerHttpRequest.get("/")
                        .cookie(ResponseCookie.from(name, SECRET.value()).build())),
                List.of());
    }
}
