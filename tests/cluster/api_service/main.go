// Keptn's api-service as far as a token can tell, on Go's net/http as the real one: GET /health answers 200; POST /v1/auth
// answers 200 to the token in x-token, 401 to another one, and 429 beyond one request a second with a burst of two for each
// client address. A success clears the client's bucket. SECRET_TOKEN is read once, at start. net/http itself answers 400 to a
// header value with a control byte.
// usage: api-service [HOST:PORT]
package main

import (
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"golang.org/x/time/rate"
)

// limiters holds one bucket for each client address. The zero value is not usable.
type limiters struct {
	mutex   sync.Mutex
	clients map[string]*rate.Limiter
}

func (l *limiters) allow(client string) bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	limiter, known := l.clients[client]
	if !known {
		limiter = rate.NewLimiter(1, 2)
		l.clients[client] = limiter
	}
	return limiter.Allow()
}

func (l *limiters) clear(client string) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	delete(l.clients, client)
}

// clientOf trusts the headers of a proxy before the connection, as Keptn does.
func clientOf(request *http.Request) string {
	if address := request.Header.Get("X-Real-IP"); address != "" {
		return address
	}
	host, _, err := net.SplitHostPort(request.RemoteAddr)
	if err != nil {
		return request.RemoteAddr
	}
	return host
}

func handler(token string) http.Handler {
	limits := limiters{clients: map[string]*rate.Limiter{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("POST /v1/auth", func(answer http.ResponseWriter, request *http.Request) {
		client := clientOf(request)
		if !limits.allow(client) {
			http.Error(answer, http.StatusText(http.StatusTooManyRequests), http.StatusTooManyRequests)
			return
		}
		if token == "" || request.Header.Get("x-token") != token {
			http.Error(answer, "incorrect api key auth", http.StatusUnauthorized)
			return
		}
		limits.clear(client)
	})
	return mux
}

func main() {
	address := ":8080"
	if len(os.Args) > 1 {
		address = os.Args[1]
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM) // The first process of a container has no default handlers.
	go func() {
		<-stop
		os.Exit(0)
	}()
	log.Fatal(http.ListenAndServe(address, handler(os.Getenv("SECRET_TOKEN"))))
}
