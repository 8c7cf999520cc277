namespace Kubesharp.Client.Tests.Informers;

/// <summary>
/// Config maps with revisions, small pages, a log that is cut, and watches that break: an API server on a bad day, all from one seed.
/// </summary>
internal sealed class FaultyServer(ClientWorld world, Random random)
{
    private const int PageSize = 3;
    private readonly List<(int Revision, string Type, string Json)> _log = [];
    private readonly List<Watcher> _watchers = [];
    private int _revision = 1;
    private int _compacted;

    /// <summary>What is stored: name to text.</summary>
    public SortedDictionary<string, string> Objects { get; } = new(StringComparer.Ordinal);

    public bool Calm { get; set; }

    /// <summary>Creates, changes or deletes one object.</summary>
    public void Write()
    {
        var name = $"m{random.Next(12)}";
        var type = !Objects.ContainsKey(name) ? "ADDED" : random.Next(3) == 0 ? "DELETED" : "MODIFIED";
        _revision++;
        var json = Json.ConfigMap(name, $"{_revision}", value: $"{random.Next(1000)}");
        if (type == "DELETED") Objects.Remove(name);
        else Objects[name] = json;
        _log.Add((_revision, type, json));
        foreach (var watcher in _watchers) watcher.Pump(this);
    }

    /// <summary>Something goes wrong.</summary>
    public void Fault()
    {
        if (random.Next(4) == 0)
        {
            _compacted = _revision - random.Next(3);
            _log.RemoveAll(entry => entry.Revision <= _compacted);
        }

        if (_watchers.Count == 0) return;
        var watcher = _watchers[random.Next(_watchers.Count)];
        switch (random.Next(5))
        {
            case 0:
                watcher.Stream.Break();
                break;
            case 1:
                watcher.Stream.End();
                break;
            case 2:
                watcher.Stream.Send("""{"type":"MODIFIED","object":{"kind":"Con""");
                watcher.Stream.End();
                break;
            case 3:
                watcher.Stream.Event("ERROR", Json.Status(410, "Expired", "too old"));
                watcher.Stream.End();
                break;
            default:
                watcher.Stream.Event("BOOKMARK", Json.Bookmark($"{_revision}"));
                return;
        }

        _watchers.Remove(watcher);
    }

    /// <summary>Answers every request that waits.</summary>
    public void Serve()
    {
        while (world.Server.WaitingCount > 0)
        {
            var exchange = world.Server.Next("GET", "/api/v1/configmaps");
            if (!Calm && random.Next(4) == 0) Refuse(exchange);
            else if (exchange.Query.ContainsKey("watch")) Watch(exchange);
            else List(exchange);
            world.Loop.Idle();
        }
    }

    private void Refuse(ScriptedTransport.Exchange exchange)
    {
        switch (random.Next(5))
        {
            case 0:
                exchange.Fail(new HttpRequestException("connection refused"));
                break;
            case 1:
                exchange.Refuse(500, "InternalError", "etcd is slow");
                break;
            case 2:
                exchange.Refuse(429, "TooManyRequests", "later", retryAfter: 2);
                break;
            case 3:
                exchange.Refuse(403, "Forbidden", "not yet");
                break;
            default:
                exchange.Respond("<html>bad gateway</html>", 502);
                break;
        }
    }

    private void Watch(ScriptedTransport.Exchange exchange)
    {
        var from = int.Parse(exchange.Query["resourceVersion"]);
        if (from < _compacted)
        {
            exchange.Refuse(410, "Expired", "too old resource version");
            return;
        }

        var watcher = new Watcher(exchange.Stream(), from);
        _watchers.Add(watcher);
        watcher.Pump(this);
    }

    private void List(ScriptedTransport.Exchange exchange)
    {
        if (!exchange.Query.ContainsKey("limit"))
        {
            exchange.Respond(Json.List($"{_revision}", [.. Objects.Values]));
            return;
        }

        // A token is the revision and the last name; pages of a revision are kept only while nothing has been written.
        var (revision, after) = exchange.Query.TryGetValue("continue", out var token) ? (int.Parse(token.Split('/')[0]), token.Split('/')[1]) : (_revision, "");
        if (revision != _revision)
        {
            exchange.Refuse(410, "Expired", "The provided continue parameter is too old");
            return;
        }

        var rest = Objects.Where(pair => string.CompareOrdinal(pair.Key, after) > 0).ToArray();
        var page = rest.Take(PageSize).ToArray();
        exchange.Respond(Json.Page($"{revision}", rest.Length > page.Length ? $"{revision}/{page[^1].Key}" : "", [.. page.Select(pair => pair.Value)]));
        if (!Calm && random.Next(3) == 0) Write();
    }

    private sealed class Watcher(ScriptedTransport.WatchStream stream, int from)
    {
        private int _sent = from;

        public ScriptedTransport.WatchStream Stream => stream;

        public void Pump(FaultyServer server)
        {
            foreach (var (revision, type, json) in server._log)
            {
                if (revision <= _sent) continue;
                stream.Event(type, json);
                _sent = revision;
            }
        }
    }
}
