"""A loopback server: git-http-backend behind nginx."""

import os
import shutil
import signal
import socket
import subprocess
import time

from repository import Failure, run

# One process without a master, so that it keeps the user that started it, root or not.
CONFIGURATION = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
events {{ worker_connections 256; }}
http {{
  log_format lines '$request_method $request_uri';
  access_log {folder}/requests.log lines;
{temporary}
  client_max_body_size 0;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      fastcgi_pass unix:{folder}/fcgi.sock;
      fastcgi_buffering off;
      fastcgi_read_timeout 1h;
      fastcgi_param SCRIPT_FILENAME {backend};
      fastcgi_param PATH_INFO $uri;
      fastcgi_param QUERY_STRING $query_string;
      fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length;
      fastcgi_param REMOTE_ADDR $remote_addr;
      fastcgi_param GIT_PROJECT_ROOT {folder}/repositories;
      fastcgi_param GIT_HTTP_EXPORT_ALL 1;
      fastcgi_param GIT_CONFIG_GLOBAL /dev/null;
      fastcgi_param GIT_CONFIG_NOSYSTEM 1;
      fastcgi_param HOME {folder};
      fastcgi_param PATH {path};
    }}
  }}
}}
"""


class Server:
    """Serves the bare repositories in its folder, for fetch and push, until it is stopped."""

    def __init__(self, folder):
        self.folder = folder
        self.repositories = f"{folder}/repositories"
        os.makedirs(self.repositories)
        os.makedirs(f"{folder}/temporary")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = f"{folder}/requests.log"
        kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        with open(f"{folder}/nginx.conf", "w", encoding="utf-8") as file:
            file.write(
                CONFIGURATION.format(
                    folder=folder,
                    port=self.port,
                    backend=f"{run(['git', '--exec-path']).strip()}/git-http-backend",
                    temporary="\n".join(f"  {x}_temp_path {folder}/temporary/{x};" for x in kinds),
                    path=os.environ["PATH"]))
        self.processes = []
        try:
            self.start("fcgiwrap", "-c", "8", "-s", f"unix:{folder}/fcgi.sock")
            self.wait(lambda: os.path.exists(f"{folder}/fcgi.sock"))
            self.start(
                "nginx", "-p", folder, "-c", f"{folder}/nginx.conf", "-e", f"{folder}/nginx.log")
            self.wait(self.answers)
        except BaseException:
            self.stop()
            raise

    def start(self, program, *arguments):
        if not shutil.which(program):
            raise Failure(f"{program} is missing: scripts/setup test installs it")
        with open(f"{self.folder}/{program}.out", "wb") as output:
            self.processes.append(
                subprocess.Popen(
                    [program, *arguments], stdout=output, stderr=output, start_new_session=True))

    def wait(self, condition):
        for _ in range(500):
            if condition():
                return
            time.sleep(0.02)
        raise Failure(f"the loopback server does not start, see {self.folder}/*.out")

    def answers(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self):
        """Ends the server's own processes, with the children that fcgiwrap would leave behind."""
        for process in reversed(self.processes):
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()

    def url(self, name):
        return f"http://127.0.0.1:{self.port}/{name}"

    def path(self, name):
        return f"{self.repositories}/{name}"

    def requests(self):
        """How many requests it has answered so far."""
        # A line is written once the answer has left, which its reader may see earlier.
        time.sleep(0.05)
        with open(self.log, "rb") as file:
            return sum(1 for _ in file)
