using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    private const int DebugLevel = 4;

    public static Option<string?> DataDir() => new("--data-dir") { Description = $"Folder of the cluster's files. Default: {Machine.DataFolder.DefaultPath}" };

    public static Option<IPEndPoint?> Listen() => new("--listen")
    {
        Description = "Address and port of the API, such as 127.0.0.1:6443. Default: 0.0.0.0:6443",
        CustomParser = result => ParseEndPoint(result),
    };

    public static Option<string?> NodeName() => new("--node-name") { Description = "Name of this machine's Node. Default: the machine's name" };

    public static Option<IPAddress?> NodeIP() => new("--node-ip")
    {
        Description = "Address of this machine's Node. Default: the one of the default route",
        CustomParser = result => ParseAddress(result),
    };

    public static Option<string?> NodeConfig(string name) => new(name) { Description = "File with a KubeletConfiguration (kubelet.config.k8s.io/v1beta1) for this machine's node" };

    /// <summary>Numbers are Kubernetes' levels of verbosity, of which the fourth is for looking into what goes on.</summary>
    public static Option<int?> Verbose() => new("--verbose", "-v", "--v")
    {
        Description = "Log more; with a number only from 4 on, as Kubernetes' components do",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "level",
        CustomParser = static result => ParseVerbosity(result),
    };

    public static Option<string?> FeatureGates() => new("--feature-gates")
    {
        Description = "Features to switch on or off, as NAME=true,NAME=false: GenericWorkload and GangScheduling, both off",
    };

    public static Option<string?> Kubeconfig() => new("--kubeconfig")
    {
        Description = "File that tells where the API server is and who this is. Default: the service account when this runs in a pod, else what kubectl uses",
    };

    /// <summary>Makes the loggers of a command with <see cref="Verbose"/>.</summary>
    public static ILoggerFactory CreateLogs(ParseResult parsed, Option<int?> verbose) => LoggerFactory.Create(builder => builder
        .SetMinimumLevel(parsed.GetResult(verbose) is not null && (parsed.GetValue(verbose) ?? DebugLevel) >= DebugLevel ? LogLevel.Debug : LogLevel.Information)
        .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
        .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
        }));

    private static int? ParseVerbosity(ArgumentResult result)
    {
        if (result.Tokens is not [{ Value: var text }]) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var level)) return level;
        result.AddError($"--verbose must be a number, not '{text}'");
        return null;
    }

    private static IPEndPoint? ParseEndPoint(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (IPEndPoint.TryParse(text, out var endPoint) && text.Contains(':')) return endPoint;
        result.AddError($"--listen must be ADDRESS:PORT, such as 127.0.0.1:6443, not '{text}'");
        return null;
    }

    private static IPAddress? ParseAddress(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (IPAddress.TryParse(text, out var address)) return address;
        result.AddError($"--node-ip must be an IP address, not '{text}'");
        return null;
    }
}
