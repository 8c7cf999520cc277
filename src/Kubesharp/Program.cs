using System.CommandLine;

return await new RootCommand("Kubernetes in one process").Parse(args).InvokeAsync();
