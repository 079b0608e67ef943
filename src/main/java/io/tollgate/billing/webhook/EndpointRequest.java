package io.tollgate.billing.webhook;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /admin/webhook-endpoints}. */
record EndpointRequest(
        @Schema(example = "https://api.example.com/hooks/billing") @NotBlank
        String url,

        @Schema(example = "provisioning") @Nullable @Pattern(regexp = DESCRIPTION, message = DESCRIPTION_MESSAGE) String description,

        @Schema(description = "All of them where absent")
        @Nullable @Size(min = 1, message = "Name at least one, or leave it out for all") List<@NotNull WebhookType> eventTypes) {

    static final String DESCRIPTION = "[^\\p{Cntrl}\\p{Cs}]{0,200}";
    static final String DESCRIPTION_MESSAGE = "Must be at most 200 printable characters";
}
