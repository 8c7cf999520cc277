using System.Globalization;

namespace Kubesharp.Node.Server;

/// <summary>What has gone through a network interface.</summary>
internal sealed record InterfaceUse
{
    public required string Name { get; init; }

    public long ReceivedBytes { get; init; }

    public long ReceivedPackets { get; init; }

    public long ReceiveErrors { get; init; }

    public long ReceivedDropped { get; init; }

    public long SentBytes { get; init; }

    public long SentPackets { get; init; }

    public long SendErrors { get; init; }

    public long SentDropped { get; init; }

    /// <summary>The interfaces that a process sees, without the loopback one; none when there is no such process.</summary>
    public static IReadOnlyList<InterfaceUse> Of(int process)
    {
        try
        {
            return Parse(File.ReadAllLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/net/dev")));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            // It has ended.
            return [];
        }
    }

    /// <summary>Reads lines of <c>/proc/net/dev</c>: two of heading, then one per interface with eight columns for each direction.</summary>
    internal static IReadOnlyList<InterfaceUse> Parse(IEnumerable<string> lines)
    {
        const int Heading = 2;
        const int Columns = 16;
        var found = new List<InterfaceUse>();
        foreach (var line in lines.Skip(Heading))
        {
            if (line.Split(':') is not [var name, var rest] || name.Trim() == "lo") continue;
            var fields = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < Columns) continue;
            var numbers = Array.ConvertAll(fields, field => long.Parse(field, CultureInfo.InvariantCulture));
            found.Add(new InterfaceUse
            {
                Name = name.Trim(),
                ReceivedBytes = numbers[0],
                ReceivedPackets = numbers[1],
                ReceiveErrors = numbers[2],
                ReceivedDropped = numbers[3],
                SentBytes = numbers[8],
                SentPackets = numbers[9],
                SendErrors = numbers[10],
                SentDropped = numbers[11],
            });
        }

        return found;
    }
}
