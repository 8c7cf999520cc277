using System.Globalization;
using Kubesharp.Node.Cri.V1;

namespace Kubesharp.Node.Pods;

/// <summary>One container as the runtime has it, with what the agent wrote on it when it was made.</summary>
public sealed record RuntimeContainer
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string SandboxId { get; init; } = "";

    public ContainerState State { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset FinishedAt { get; init; }

    public int ExitCode { get; init; }

    public string Reason { get; init; } = "";

    public string Message { get; init; } = "";

    /// <summary>The image as the runtime names it for people.</summary>
    public string Image { get; init; } = "";

    /// <summary>The exact image, for <c>imageID</c>.</summary>
    public string ImageRef { get; init; } = "";

    /// <summary>Hash of the definition it was made from.</summary>
    public string Hash { get; init; } = "";

    public int RestartCount { get; init; }

    /// <summary>What it may use now; null when nobody wrote that down.</summary>
    public Api.Core.V1.ResourceRequirements? Resources { get; init; }

    /// <summary>File with its output, on this machine.</summary>
    public string LogPath { get; init; } = "";

    /// <summary>User and groups of its first process, where the runtime tells.</summary>
    public LinuxContainerUser? User { get; init; }

    public bool IsRunning => State == ContainerState.ContainerRunning;

    public bool HasExited => State == ContainerState.ContainerExited;

    /// <summary>True when it has ended, with a status other than zero.</summary>
    public bool HasFailed => HasExited && ExitCode != 0;

    /// <summary>The ID with the runtime's name, as pods show it.</summary>
    public string QualifiedId(string runtimeName) => $"{runtimeName}://{Id}";

    /// <summary>Reads a runtime's answer.</summary>
    public static RuntimeContainer From(ContainerStatus status, string sandboxId) => new()
    {
        Id = status.Id,
        Name = RuntimeLabels.ContainerNameOf(status.Labels) ?? status.Metadata.Name,
        SandboxId = sandboxId,
        State = status.State,
        CreatedAt = Instant(status.CreatedAt),
        StartedAt = Instant(status.StartedAt),
        FinishedAt = Instant(status.FinishedAt),
        ExitCode = status.ExitCode,
        Reason = status.Reason,
        Message = status.Message,
        Image = status.Image?.Image is { Length: > 0 } image ? image : status.ImageRef,
        ImageRef = status.ImageRef,
        Hash = status.Annotations.TryGetValue(RuntimeLabels.ContainerHash, out var hash) ? hash : "",
        RestartCount = status.Annotations.TryGetValue(RuntimeLabels.RestartCount, out var count)
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int)(status.Metadata?.Attempt ?? 0),
        LogPath = status.LogPath,
        User = status.User?.Linux,
    };

    /// <summary>A moment in CRI's nanoseconds since 1970; zero stays the default value.</summary>
    internal static DateTimeOffset Instant(long nanoseconds) =>
        nanoseconds <= 0 ? default : DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / 100);
}
