package io.tollgate.platform.web;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How long a client may take to send a request. A whole body in its time is also a least rate: 512 KB in 30 s are 17 KB/s, a batch of 2 MB
 * 70 KB/s.
 *
 * @param headers from the first byte of a request to the end of its headers
 * @param body from there to the last byte of its body
 * @param discard so much of a body is read at most, most of it only to be thrown away: a client that is cut off while it sends
 *     never sees the answer that says why
 */
@Validated
@ConfigurationProperties("tollgate.web.slow-clients")
record SlowClientsProperties(
        @DurationMin(millis = 1, message = "REQUEST_HEADER_TIMEOUT must be longer than nothing")
        Duration headers,

        @DurationMin(millis = 1, message = "REQUEST_BODY_TIMEOUT must be longer than nothing")
        Duration body,

        DataSize discard) {}
