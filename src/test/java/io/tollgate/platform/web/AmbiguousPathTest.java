package io.tollgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmbiguousPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//me",
                "/a//b",
                "/me//",
                "/./me",
                "/../me",
                "/a/..",
                "/a/.",
                "..",
                ".",
                "/me;x=1",
                "/a\\b",
                "/%2e%2e/me",
                "/%2E/me",
                "/a%2fb",
                "/a%2Fb",
                "/a%5cb",
                "/a%5Cb",
                "/a%00",
                "/a%0a",
                "/a%1F",
                "/a%7f",
                "/a%252e",
                "/a%3Bb",
                "/a\tb",
                "/a\u0000"
            })
    void isWhatTwoReadersReadDifferently(String path) {
        assertThat(AmbiguousPath.test(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/me",
                "/billing/plans/pro",
                "/.well-known/jwks.json",
                "/docs/index.html",
                "/a.b",
                "/a..b",
                "/...",
                "/a%20b",
                "/%C3%A4",
                "/webjars/swagger-ui/5.0.0/a.js",
                "/x~y",
                "/a%40b"
            })
    void isNotWhatAllReadAlike(String path) {
        assertThat(AmbiguousPath.test(path)).isFalse();
    }
}
