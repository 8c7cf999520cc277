using Kubesharp.Client;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Controllers;

/// <summary>What every controller works with.</summary>
/// <param name="Client">Writes.</param>
/// <param name="Informers">Shared caches to read from.</param>
/// <param name="Time">The only clock.</param>
/// <param name="Logs">Makes the loggers.</param>
/// <param name="Random">Source of chance, seeded in tests.</param>
public sealed record ControllerContext(KubernetesClient Client, InformerFactory Informers, TimeProvider Time, ILoggerFactory Logs, Random Random);
