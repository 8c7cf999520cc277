using Google.Protobuf;
using Kubesharp.Node.Cri.V1;

namespace Kubesharp.Node.Cri;

/// <summary>CRI v1 over one gRPC channel.</summary>
/// <param name="channel">The runtime's socket; the client does not own it.</param>
public sealed class CriClient(GrpcChannel channel) : ICriRuntime, ICriImages
{
    private const string Runtime = "/runtime.v1.RuntimeService/";
    private const string ImageService = "/runtime.v1.ImageService/";

    /// <summary>The limit of an ordinary call, the kubelet's runtimeRequestTimeout.</summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromMinutes(2);

    /// <summary>A sandbox waits for the network plugin, so that the kubelet allows it twice the time.</summary>
    private static readonly TimeSpan SandboxTimeout = TimeSpan.FromMinutes(4);

    public Task<VersionResponse> VersionAsync(CancellationToken cancel) =>
        RuntimeCall("Version", new VersionRequest { Version = "0.1.0" }, VersionResponse.Parser, cancel);

    public Task<StatusResponse> StatusAsync(bool verbose, CancellationToken cancel) =>
        RuntimeCall("Status", new StatusRequest { Verbose = verbose }, StatusResponse.Parser, cancel);

    public Task UpdateRuntimeConfigAsync(RuntimeConfig config, CancellationToken cancel) => RuntimeCall(
        "UpdateRuntimeConfig", new UpdateRuntimeConfigRequest { RuntimeConfig = config }, UpdateRuntimeConfigResponse.Parser, cancel);

    public Task<RuntimeConfigResponse> RuntimeConfigAsync(CancellationToken cancel) =>
        RuntimeCall("RuntimeConfig", new RuntimeConfigRequest(), RuntimeConfigResponse.Parser, cancel);

    public async Task<string> RunPodSandboxAsync(PodSandboxConfig config, string runtimeHandler, CancellationToken cancel)
    {
        var request = new RunPodSandboxRequest { Config = config, RuntimeHandler = runtimeHandler };
        var response = await channel.CallAsync(Runtime + "RunPodSandbox", request, RunPodSandboxResponse.Parser, SandboxTimeout, cancel);
        return response.PodSandboxId;
    }

    public Task StopPodSandboxAsync(string sandboxId, CancellationToken cancel) =>
        RuntimeCall("StopPodSandbox", new StopPodSandboxRequest { PodSandboxId = sandboxId }, StopPodSandboxResponse.Parser, cancel);

    public Task RemovePodSandboxAsync(string sandboxId, CancellationToken cancel) =>
        RuntimeCall("RemovePodSandbox", new RemovePodSandboxRequest { PodSandboxId = sandboxId }, RemovePodSandboxResponse.Parser, cancel);

    public Task<PodSandboxStatusResponse> PodSandboxStatusAsync(string sandboxId, bool verbose, CancellationToken cancel) => RuntimeCall(
        "PodSandboxStatus", new PodSandboxStatusRequest { PodSandboxId = sandboxId, Verbose = verbose }, PodSandboxStatusResponse.Parser, cancel);

    public async Task<IReadOnlyList<PodSandbox>> ListPodSandboxAsync(PodSandboxFilter? filter, CancellationToken cancel) =>
        (await RuntimeCall("ListPodSandbox", new ListPodSandboxRequest { Filter = filter }, ListPodSandboxResponse.Parser, cancel)).Items;

    public async Task<string> CreateContainerAsync(
        string sandboxId, ContainerConfig config, PodSandboxConfig sandbox, CancellationToken cancel)
    {
        var request = new CreateContainerRequest { PodSandboxId = sandboxId, Config = config, SandboxConfig = sandbox };
        return (await RuntimeCall("CreateContainer", request, CreateContainerResponse.Parser, cancel)).ContainerId;
    }

    public Task StartContainerAsync(string containerId, CancellationToken cancel) =>
        RuntimeCall("StartContainer", new StartContainerRequest { ContainerId = containerId }, StartContainerResponse.Parser, cancel);

    public async Task StopContainerAsync(string containerId, TimeSpan gracePeriod, CancellationToken cancel)
    {
        var seconds = (long)Math.Ceiling(Math.Max(0, gracePeriod.TotalSeconds));
        var request = new StopContainerRequest { ContainerId = containerId, Timeout = seconds };
        var limit = RequestTimeout + TimeSpan.FromSeconds(seconds);
        await channel.CallAsync(Runtime + "StopContainer", request, StopContainerResponse.Parser, limit, cancel);
    }

    public Task RemoveContainerAsync(string containerId, CancellationToken cancel) =>
        RuntimeCall("RemoveContainer", new RemoveContainerRequest { ContainerId = containerId }, RemoveContainerResponse.Parser, cancel);

    public async Task<IReadOnlyList<Container>> ListContainersAsync(ContainerFilter? filter, CancellationToken cancel) =>
        (await RuntimeCall("ListContainers", new ListContainersRequest { Filter = filter }, ListContainersResponse.Parser, cancel)).Containers;

    public Task<ContainerStatusResponse> ContainerStatusAsync(string containerId, bool verbose, CancellationToken cancel) => RuntimeCall(
        "ContainerStatus", new ContainerStatusRequest { ContainerId = containerId, Verbose = verbose }, ContainerStatusResponse.Parser, cancel);

    public Task UpdateContainerResourcesAsync(string containerId, LinuxContainerResources resources, CancellationToken cancel) => RuntimeCall(
        "UpdateContainerResources",
        new UpdateContainerResourcesRequest { ContainerId = containerId, Linux = resources },
        UpdateContainerResourcesResponse.Parser,
        cancel);

    public Task ReopenContainerLogAsync(string containerId, CancellationToken cancel) => RuntimeCall(
        "ReopenContainerLog", new ReopenContainerLogRequest { ContainerId = containerId }, ReopenContainerLogResponse.Parser, cancel);

    public Task<ExecSyncResponse> ExecSyncAsync(
        string containerId, IEnumerable<string> command, TimeSpan timeout, CancellationToken cancel)
    {
        var seconds = (long)Math.Ceiling(timeout.TotalSeconds);
        var request = new ExecSyncRequest { ContainerId = containerId, Timeout = seconds };
        request.Cmd.AddRange(command);

        // The runtime keeps the command's own limit; the call gets more, so that the runtime can report it.
        var limit = seconds <= 0 ? Timeout.InfiniteTimeSpan : timeout + RequestTimeout;
        return channel.CallAsync(Runtime + "ExecSync", request, ExecSyncResponse.Parser, limit, cancel);
    }

    public async Task<string> ExecAsync(ExecRequest request, CancellationToken cancel) =>
        (await RuntimeCall("Exec", request, ExecResponse.Parser, cancel)).Url;

    public async Task<string> AttachAsync(AttachRequest request, CancellationToken cancel) =>
        (await RuntimeCall("Attach", request, AttachResponse.Parser, cancel)).Url;

    public async Task<string> PortForwardAsync(PortForwardRequest request, CancellationToken cancel) =>
        (await RuntimeCall("PortForward", request, PortForwardResponse.Parser, cancel)).Url;

    public async Task<ContainerStats> ContainerStatsAsync(string containerId, CancellationToken cancel) =>
        (await RuntimeCall("ContainerStats", new ContainerStatsRequest { ContainerId = containerId }, ContainerStatsResponse.Parser, cancel)).Stats;

    public async Task<IReadOnlyList<ContainerStats>> ListContainerStatsAsync(ContainerStatsFilter? filter, CancellationToken cancel) =>
        (await RuntimeCall("ListContainerStats", new ListContainerStatsRequest { Filter = filter }, ListContainerStatsResponse.Parser, cancel)).Stats;

    public async Task<IReadOnlyList<PodSandboxStats>> ListPodSandboxStatsAsync(PodSandboxStatsFilter? filter, CancellationToken cancel) =>
        (await RuntimeCall("ListPodSandboxStats", new ListPodSandboxStatsRequest { Filter = filter }, ListPodSandboxStatsResponse.Parser, cancel)).Stats;

    public IAsyncEnumerable<ContainerEventResponse> GetContainerEventsAsync(CancellationToken cancel) =>
        channel.StreamAsync(Runtime + "GetContainerEvents", new GetEventsRequest(), ContainerEventResponse.Parser, cancel);

    public async Task<IReadOnlyList<Image>> ListImagesAsync(CancellationToken cancel) =>
        (await ImageCall("ListImages", new ListImagesRequest(), ListImagesResponse.Parser, RequestTimeout, cancel)).Images;

    public async Task<Image?> ImageStatusAsync(ImageSpec image, CancellationToken cancel) =>
        (await ImageCall("ImageStatus", new ImageStatusRequest { Image = image }, ImageStatusResponse.Parser, RequestTimeout, cancel)).Image;

    public async Task<string> PullImageAsync(ImageSpec image, AuthConfig? auth, PodSandboxConfig? sandbox, CancellationToken cancel)
    {
        // A pull lasts as long as it makes progress; the runtime is the one who knows.
        var request = new PullImageRequest { Image = image, Auth = auth, SandboxConfig = sandbox };
        return (await ImageCall("PullImage", request, PullImageResponse.Parser, Timeout.InfiniteTimeSpan, cancel)).ImageRef;
    }

    public Task RemoveImageAsync(ImageSpec image, CancellationToken cancel) =>
        ImageCall("RemoveImage", new RemoveImageRequest { Image = image }, RemoveImageResponse.Parser, RequestTimeout, cancel);

    public Task<ImageFsInfoResponse> ImageFsInfoAsync(CancellationToken cancel) =>
        ImageCall("ImageFsInfo", new ImageFsInfoRequest(), ImageFsInfoResponse.Parser, RequestTimeout, cancel);

    private Task<T> RuntimeCall<T>(string method, IMessage request, MessageParser<T> parser, CancellationToken cancel)
        where T : IMessage<T> => channel.CallAsync(Runtime + method, request, parser, RequestTimeout, cancel);

    private Task<T> ImageCall<T>(string method, IMessage request, MessageParser<T> parser, TimeSpan timeout, CancellationToken cancel)
        where T : IMessage<T> => channel.CallAsync(ImageService + method, request, parser, timeout, cancel);
}
