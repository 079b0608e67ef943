package io.tollgate.admin.jobs;

import io.tollgate.platform.jobs.JobsOverview;
import io.tollgate.user.CurrentUser;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /admin/jobs}. */
@Component
class JobsHandler {

    private final JobsOverview overview;
    private final CurrentUser currentUser;

    JobsHandler(JobsOverview overview, CurrentUser currentUser) {
        this.overview = overview;
        this.currentUser = currentUser;
    }

    /**
     * @param waiting jobs that no worker has been given yet, or that will be tried again
     * @param dead jobs that failed as often as they may
     */
    record View(List<JobsOverview.Waiting> waiting, List<JobsOverview.Dead> dead, List<JobsOverview.Round> schedules) {}

    Mono<ServerResponse> overview(ServerRequest request) {
        return currentUser
                .admin(request)
                .flatMap(_ -> Mono.zip(overview.waiting(), overview.dead(), overview.schedules()))
                .map(found -> new View(found.getT1(), found.getT2(), found.getT3()))
                .flatMap(view ->
                        ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(view));
    }
}
