using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kubesharp.EndToEnd.Tests;

/// <summary>
/// A network namespace that looks like a machine of its own: one interface with an address and a default route. A node in it makes its
/// bridge, its packet rules and its ports there, and meets no other node of the machine.
/// </summary>
/// <param name="name">Name of the namespace.</param>
/// <param name="address">The machine's address.</param>
internal sealed partial class MachineNetwork(string name, string address = MachineNetwork.Address)
{
    /// <summary>The address of a cluster's first machine.</summary>
    public const string Address = "192.0.2.10";

    private const int CloneNewNet = 0x40000000;

    public string Name => name;

    public string Path => "/run/netns/" + name;

    /// <summary>Words in front of a command that run it in the namespace. <c>ip netns exec</c> would hide the cgroups.</summary>
    public IEnumerable<string> Enter => ["nsenter", "--net=" + Path];

    public async Task CreateAsync(CancellationToken cancel)
    {
        await Tools.RunAsync("ip", ["netns", "add", name], cancel);
        foreach (var command in (string[])[
            "link set lo up", "link add eth0 type veth peer name uplink", $"address add {Address}/24 dev eth0", "link set uplink up", "link set eth0 up",
            "route add default via 192.0.2.1"])
        {
            await Tools.RunAsync("ip", ["-n", name, .. command.Split(' ')], cancel);
        }
    }

    /// <summary>Makes a machine on the same wire as another one.</summary>
    public async Task CreateBesideAsync(MachineNetwork first, CancellationToken cancel)
    {
        await Tools.RunAsync("ip", ["netns", "add", name], cancel);
        foreach (var command in (string[])[
            "link add lan type bridge", "link set uplink master lan", "link set lan up", $"link add wire type veth peer name eth0 netns {name}", "link set wire master lan up"])
        {
            await Tools.RunAsync("ip", ["-n", first.Name, .. command.Split(' ')], cancel);
        }

        foreach (var command in (string[])["link set lo up", $"address add {address}/24 dev eth0", "link set eth0 up", "route add default via 192.0.2.1"])
            await Tools.RunAsync("ip", ["-n", name, .. command.Split(' ')], cancel);
    }

    /// <summary>Removes the namespace, and with it every link and rule inside.</summary>
    public async Task DeleteAsync(CancellationToken cancel)
    {
        if (File.Exists(Path)) await Tools.RunAsync("ip", ["netns", "delete", name], cancel);
    }

    /// <summary>A client whose connections begin on the machine. Every request opens one, so that each is balanced anew.</summary>
    /// <param name="timeout">Longest time for one request.</param>
    public HttpClient CreateClient(TimeSpan timeout)
    {
        var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.Zero,
            UseProxy = false,
            ConnectCallback = async (context, cancel) =>
            {
                var socket = CreateSocket();
                try
                {
                    await socket.ConnectAsync(context.DnsEndPoint, cancel);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return new HttpClient(handler) { Timeout = timeout, DefaultRequestHeaders = { ConnectionClose = true } };
    }

    /// <summary>A socket belongs to the namespace of the thread that makes it, wherever it is used.</summary>
    private Socket CreateSocket()
    {
        Socket? socket = null;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle(Path);
                if (SetNamespace(file, CloneNewNet) != 0) throw new IOException("setns " + Path);
                socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return socket ?? throw new InvalidOperationException($"in {name}: {failure!.Message}", failure);
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeFileHandle file, int kind);
}
