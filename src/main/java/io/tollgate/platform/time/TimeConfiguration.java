package io.tollgate.platform.time;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one clock and the one source of randomness. */
@Configuration(proxyBeanMethods = false)
class TimeConfiguration {

    @Bean
    CommonClock clock() {
        return new CommonClock();
    }

    @Bean
    SecureRandom secureRandom() throws NoSuchAlgorithmException {
        // DRBG is seeded once; the platform default reads /dev/urandom on each call, a file read on the event loop.
        SecureRandom random = SecureRandom.getInstance("DRBG");
        random.nextLong();
        return random;
    }
}
