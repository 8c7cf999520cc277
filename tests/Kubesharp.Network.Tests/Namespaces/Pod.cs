using System.Net;

namespace Kubesharp.Network.Tests.Namespaces;

/// <summary>A namespace on the node's bridge and its address.</summary>
public sealed record Pod(NetworkNamespace Namespace, IPAddress Address);
