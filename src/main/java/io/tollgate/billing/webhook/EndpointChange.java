package io.tollgate.billing.webhook;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Body of {@code PATCH /admin/webhook-endpoints/{id}}: what is absent or null stays. */
record EndpointChange(
        @Schema(example = "https://api.example.com/hooks/billing") @Nullable @Size(min = 1)
        String url,

        @Nullable @Pattern(regexp = EndpointRequest.DESCRIPTION, message = EndpointRequest.DESCRIPTION_MESSAGE) String description,

        @Nullable @Size(min = 1, message = "Name at least one") List<@NotNull WebhookType> eventTypes,

        @Schema(description = "true: all events from now on; not together with event_types") @Nullable Boolean allEvents,

        @Schema(description = "false: nothing is sent any more; true: again, also after it was disabled for failing")
        @Nullable Boolean enabled) {

    boolean contradictsItself() {
        return eventTypes != null && Boolean.TRUE.equals(allEvents);
    }
}
