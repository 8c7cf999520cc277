using Kubesharp.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Client.Tests;

/// <summary>A client on a scripted server, with a clock and a thread that the test drives.</summary>
internal sealed class ClientWorld
{
    public ClientWorld() => Client = new KubernetesClient(Server, Time, "test/1.0");

    public ManualTimeProvider Time { get; } = new();

    public DeterministicLoop Loop { get; } = new();

    public ScriptedTransport Server { get; } = new();

    public KubernetesClient Client { get; }

    public CancellationTokenSource Stop { get; } = new();

    public InformerFactory Informers(TimeSpan resync = default) => new(Client, Time, NullLoggerFactory.Instance, resync, new Random(7));

    public void Advance(double seconds) => Loop.Advance(Time, TimeSpan.FromSeconds(seconds));

    /// <summary>Does something as the server or the user, and runs what follows from it.</summary>
    public void Do(Action action) => Loop.Start(() =>
    {
        action();
        return 0;
    });
}
