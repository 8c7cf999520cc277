using System.CommandLine;
using Kubesharp.Client;

namespace Kubesharp.Commands;

/// <summary>Where the API server is and who this is: by a kubeconfig file, or for a machine that has none, by an address and a token.</summary>
internal sealed class ConnectionFlags
{
    private readonly Option<string?> _kubeconfig = CommonOptions.Kubeconfig();
    private readonly Option<string?> _server = new("--server") { Description = "Address of the API server, such as https://192.0.2.10:6443, in place of a kubeconfig file" };
    private readonly Option<string?> _token = new("--token") { Description = "With --server: a token that says who this is, such as one of a ServiceAccount" };
    private readonly Option<string?> _authority = new("--certificate-authority") { Description = "With --server: file with the certificate that the server's own leads to" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_kubeconfig, _server, _token, _authority]) command.Options.Add(option);
    }

    /// <exception cref="CommandException">The flags do not go together.</exception>
    /// <exception cref="KubeConfigException">A file is not there, or it is wrong.</exception>
    public ClientConfig Config(ParseResult parsed)
    {
        var kubeconfig = parsed.GetValue(_kubeconfig);
        if (parsed.GetValue(_server) is not { } server)
        {
            if (parsed.GetValue(_token) is not null || parsed.GetValue(_authority) is not null) throw new CommandException("--token and --certificate-authority go with --server");
            return ClientConfig.Load(kubeconfig ?? "");
        }

        if (kubeconfig is not null) throw new CommandException("give either --kubeconfig or --server");
        if (parsed.GetValue(_token) is not { Length: > 0 } token || parsed.GetValue(_authority) is not { Length: > 0 } authority)
            throw new CommandException("--server needs --token and --certificate-authority");
        return ClientConfig.ForServer(server, token, authority);
    }
}
