using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Network.Dns.Forwarding;

/// <summary>The servers of a resolv.conf file without our own addresses; the file is looked at again now and then.</summary>
/// <param name="path">The file.</param>
/// <param name="own">Addresses this server answers at: sending to them would go round in circles.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
internal sealed partial class UpstreamServers(string path, ImmutableArray<IPEndPoint> own, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private ImmutableArray<IPEndPoint> _servers = [];
    private DateTime _written;
    private long _looked;

    public ImmutableArray<IPEndPoint> Current
    {
        get
        {
            lock (_gate)
            {
                if (_looked != 0 && time.GetElapsedTime(_looked) < LookAgain) return _servers;
                _looked = time.GetTimestamp();
                Read();
                return _servers;
            }
        }
    }

    private void Read()
    {
        try
        {
            var written = File.GetLastWriteTimeUtc(path);
            if (written == _written) return;
            _servers = ResolvConf.Parse(File.ReadAllText(path)).RemoveAll(s => own.Contains(s));
            _written = written;
            if (_servers.IsEmpty) Log.NoServers(logger, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Unreadable(logger, path, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Path} names no other name server: only names of the cluster can be resolved")]
        public static partial void NoServers(ILogger logger, string path);

        [LoggerMessage(2, LogLevel.Warning, "Reading {Path} failed: the name servers stay as they were")]
        public static partial void Unreadable(ILogger logger, string path, Exception exception);
    }
}
